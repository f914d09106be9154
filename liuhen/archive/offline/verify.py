"""核验案卷包：python verify.py 案卷包.zip [--key 公钥] [--checkpoint 检查点凭条.txt]"""

import runpy
import sys
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - strangers run it with what they have
    sys.exit("核验程序需要 Python 3.11 以上，请换一台电脑，或者安装新版 Python。")

runpy.run_path(str(Path(__file__).resolve().with_name("verify.pyz")), run_name="__main__")
