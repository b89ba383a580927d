"""How somebody has a file written anew: by a command, from a script, or on a page. Remedies name it."""

from __future__ import annotations

from relocation.caller import for_caller
from relocation.labels import Label, same

BY_SCRIPT = same('project.appraise().to_excel("new.xlsx")')


def from_template() -> Label:
    """The remedy of a workbook that is no project."""
    return for_caller(
        Label(
            "start from: relocation template -o village.xlsx", "请从 relocation template -o village.xlsx 开始"
        ),
        Label(
            'start from: load("lujia").appraise().to_excel("village.xlsx")',
            '请从 load("lujia").appraise().to_excel("village.xlsx") 开始',
        ),
        Label("start from a template that the first page writes", "请从首页生成的模板开始"),
    )


def into_fresh_file() -> Label:
    """The remedy of a workbook that is larger than any of ours."""
    return for_caller(
        Label(
            "copy the inputs into a fresh file from relocation template",
            "请将输入值复制到用 relocation template 新生成的文件",
        ),
        Label(
            "copy the inputs into a fresh file, as appraisal.to_excel writes it",
            "请将输入值复制到 appraisal.to_excel 新生成的文件",
        ),
        Label(
            "copy the inputs into a fresh template, which the first page writes",
            "请将输入值复制到首页新生成的模板",
        ),
    )


def template_from(file: str) -> Label:
    """What writes a template of this version, filled from a file."""
    return for_caller(
        Label(
            f'relocation template --from "{file}" -o new.xlsx',
            f'relocation template --from "{file}" -o 新文件.xlsx',
        ),
        BY_SCRIPT,
        Label("choose this file below New template, on the first page", "请在首页“新模板”一栏选用本文件"),
    )


def workbook_of(file: str) -> Label:
    """What writes the workbook of a file with all its sheets."""
    return for_caller(
        Label(f'relocation run "{file}" -o NEW.xlsx', f'relocation run "{file}" -o 新文件.xlsx'),
        BY_SCRIPT,
        Label("the button Workbook above writes it", "请点击上方“工作簿”按钮"),
    )
