import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("approvals", "0001_initial"),
        ("cases", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False, verbose_name="录入时间")),
                (
                    "recorded_by_id",
                    models.CharField(editable=False, max_length=20, verbose_name="录入人编号"),
                ),
                (
                    "recorded_by",
                    models.CharField(editable=False, max_length=120, verbose_name="录入人"),
                ),
                (
                    "late_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="补录原因"),
                ),
                ("event", models.BigIntegerField(verbose_name="导出的日志序号")),
                ("purpose", models.CharField(blank=True, max_length=200, verbose_name="用途")),
                ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                ("file_sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("file_sm3", models.CharField(max_length=64, verbose_name="SM3")),
                ("file_size", models.PositiveBigIntegerField(verbose_name="字节数")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
            ],
            options={
                "verbose_name": "案卷包",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ArchivedCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False, verbose_name="录入时间")),
                (
                    "recorded_by_id",
                    models.CharField(editable=False, max_length=20, verbose_name="录入人编号"),
                ),
                (
                    "recorded_by",
                    models.CharField(editable=False, max_length=120, verbose_name="录入人"),
                ),
                (
                    "late_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="补录原因"),
                ),
                ("archive_number", models.CharField(max_length=8, verbose_name="归档号")),
                (
                    "retention",
                    models.CharField(
                        choices=[
                            ("permanent", "永久"),
                            ("thirty_years", "30年"),
                            ("ten_years", "10年"),
                        ],
                        max_length=16,
                        verbose_name="保管期限",
                    ),
                ),
                ("keep_until", models.DateField(null=True, verbose_name="保管到期日")),
                (
                    "casefile_sha256",
                    models.CharField(max_length=64, verbose_name="案件文件 SHA-256"),
                ),
                ("casefile_sm3", models.CharField(max_length=64, verbose_name="案件文件 SM3")),
                ("casefile_size", models.PositiveBigIntegerField(verbose_name="案件文件字节数")),
                (
                    "bureau",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.bureau",
                        verbose_name="机关",
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archive",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
                (
                    "gap_matter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approvals.matter",
                        verbose_name="带缺项归档的审批",
                    ),
                ),
            ],
            options={
                "verbose_name": "归档案卷",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("bureau", "archive_number"), name="archive_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Volume",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False, verbose_name="录入时间")),
                (
                    "recorded_by_id",
                    models.CharField(editable=False, max_length=20, verbose_name="录入人编号"),
                ),
                (
                    "recorded_by",
                    models.CharField(editable=False, max_length=120, verbose_name="录入人"),
                ),
                (
                    "late_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="补录原因"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("main", "正卷"), ("side", "副卷")],
                        max_length=4,
                        verbose_name="卷别",
                    ),
                ),
                ("items", models.JSONField(default=list, verbose_name="卷内目录")),
                ("pages", models.PositiveIntegerField(verbose_name="编号页数")),
                ("bound_at", models.DateTimeField(verbose_name="装订时间")),
                ("file_sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("file_sm3", models.CharField(max_length=64, verbose_name="SM3")),
                ("file_size", models.PositiveBigIntegerField(verbose_name="字节数")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="volumes",
                        to="cases.case",
                        verbose_name="案件",
                    ),
                ),
            ],
            options={
                "verbose_name": "卷",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "kind"), name="volume_once_per_case")
                ],
            },
        ),
    ]
