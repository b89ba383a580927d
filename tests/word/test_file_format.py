"""The file as Word wants it: children of properties in the order of the standard (ECMA-376, part 1), styles that exist, ids once."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

import relocation as rl
from relocation.labels import LANGUAGES, Language
from relocation.word.document import word_bytes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
    "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
    "divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang "
    "eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd "
    "tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "tblBorders": "top left start bottom right end insideH insideV",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal "
    "personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr",
    "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType "
    "cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings",
    "settings": "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts "
    "embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState "
    "formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge revisionView "
    "trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride styleLockTheme "
    "styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps showEnvelope "
    "summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders bookFoldRevPrinting bookFoldPrinting "
    "bookFoldPrintingSheets drawingGridHorizontalSpacing drawingGridVerticalSpacing displayHorizontalDrawingGridEvery "
    "displayVerticalDrawingGridEvery doNotUseMarginsForDrawingGridOrigin drawingGridHorizontalOrigin "
    "drawingGridVerticalOrigin doNotShadeFormData noPunctuationKerning characterSpacingControl printTwoOnOne "
    "strictFirstAndLastChars noLineBreaksAfter noLineBreaksBefore savePreviewPicture doNotValidateAgainstSchema "
    "saveInvalidXml ignoreMixedContent alwaysShowPlaceholderText doNotDemarcateInvalidXml saveXmlDataOnly "
    "useXSLTWhenSaving saveThroughXslt showXMLTags alwaysMergeEmptyNamespace updateFields hdrShapeDefaults footnotePr "
    "endnotePr compat docVars rsids mathPr attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats "
    "doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType schemaLibrary shapeDefaults "
    "doNotEmbedSmartTags decimalSymbol listSeparator",
}
PLACES = {name: {child: place for place, child in enumerate(text.split())} for name, text in ORDER.items()}
REPEATED = {
    "lvl",
    "abstractNum",
    "num",
    "tblStylePr",
    "headerReference",
    "footerReference",
    "activeWritingStyle",
}


def out_of_order(root: ElementTree.Element) -> Iterator[str]:
    """Elements whose children do not stand in the order of the standard, or stand there twice."""
    for element in root.iter():
        places = PLACES.get(element.tag.removeprefix(W))
        if places is None:
            continue
        names = [child.tag.removeprefix(W) for child in element if child.tag.startswith(W)]
        found = [places[name] for name in names if name in places]
        twice = [name for name, count in Counter(names).items() if count > 1 and name not in REPEATED]
        if found != sorted(found) or twice:
            yield f"{element.tag.removeprefix(W)}: {' '.join(names)}"


def parts_of(data: bytes) -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("word/") and name.endswith(".xml")]
        return {name: ElementTree.fromstring(archive.read(name)) for name in names}


@pytest.fixture(scope="module", params=LANGUAGES)
def parts(request: pytest.FixtureRequest) -> dict[str, ElementTree.Element]:
    lang: Language = request.param
    return parts_of(word_bytes(rl.load("lujia").appraise(), lang))


def test_children_stand_in_the_order_of_the_standard(parts: dict[str, ElementTree.Element]) -> None:
    found = {name: sorted(set(out_of_order(root))) for name, root in parts.items()}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_planted_breach_is_found() -> None:
    text = f'<w:pPr xmlns:w="{W[1:-1]}"><w:jc w:val="left"/><w:ind w:left="1"/></w:pPr>'
    assert list(out_of_order(ElementTree.fromstring(text))) == ["pPr: jc ind"]


def test_every_style_that_is_used_exists(parts: dict[str, ElementTree.Element]) -> None:
    there = {style.get(f"{W}styleId") for style in parts["word/styles.xml"].iter(f"{W}style")}
    used = {
        style.get(f"{W}val")
        for root in parts.values()
        for name in ("pStyle", "rStyle", "tblStyle")
        for style in root.iter(f"{W}{name}")
    }
    assert used - there == set()


def test_rows_have_as_many_cells_as_their_grid(parts: dict[str, ElementTree.Element]) -> None:
    for table in parts["word/document.xml"].iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.iter(f"{W}tr"):
            spans = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iter(f"{W}tc"))
            assert sum(1 if span is None else int(span.get(f"{W}val", "1")) for span in spans) == columns


def test_the_document_is_one_of_today(parts: dict[str, ElementTree.Element]) -> None:
    modes = [
        setting.get(f"{W}val")
        for setting in parts["word/settings.xml"].iter(f"{W}compatSetting")
        if setting.get(f"{W}name") == "compatibilityMode"
    ]
    assert modes == ["15"]
