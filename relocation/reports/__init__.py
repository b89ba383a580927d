"""What is told, topic by topic: one module takes what was worked out and makes the report that every medium draws.

    run         a plan as a whole            verdict     rules, thresholds, flags
    statements  tables by line and by year   loans       schedules and how they are counted
    stress      the bridge test              published   printed figures beside ours, the demo
    comparison  cases side by side           variation   a number over the values of inputs
    sensitivity tornado, spider, switching   simulation  many scenarios drawn
    households  rosters and rules            county      villages as one
    explanation where a number comes from    lists       inputs, cases, problems

How numbers are written and tables are drawn is in `relocation.tables`.
"""
