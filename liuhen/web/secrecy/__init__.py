"""Pages of 第二十九条: classes, isolation, and who looked."""
