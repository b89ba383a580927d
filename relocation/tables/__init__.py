"""What is told, stated once: a report of sentences and tables, drawn by every medium.

    REPAID = Table(
        "loans", Label("Loans (million yuan)", "贷款（百万元）"),
        (Column("loan", Label("loan", "贷款"), words=True), Column("repaid", Label("repaid", "还本"))),
        (
            Row((Named("adbc", Label("Bank loan", "银行贷款")), Amount(66_000_000, "yuan"))),
            Row((Label("Together", "合计"), Amount(66_000_000, "yuan")), strong=True),
        ),
        scale="million",
        notes=(Said(Label("Level payments.", "等额还款。"), "quiet"),),
    )
    report = Report(Label("Lujia", "陆家"), (Said(Label("Repaid.", "已还清。"), "good"),), (REPAID,))

    terminal.report_text(report, "zh")      page.report_page([report], "zh")
    programs.json_text(report, "zh")        programs.report_csv(report, "zh")      excel: a sheet, live where an amount says how

`record` says of what a report is made, `numbers` how a unit is written in all media, `units` what it is called.
"""
