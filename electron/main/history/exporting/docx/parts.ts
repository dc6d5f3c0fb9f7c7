import { maxLevels } from './blocks.js'

/** The parts of a Word file that are the same in each, and what begins and ends the others (ECMA-376). */

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml'

export const contentTypes = `${head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${word}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${word}.styles+xml"/><Override PartName="/word/numbering.xml" ContentType="${word}.numbering+xml"/></Types>`

export const rootRelations = `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="document" Type="${office}/officeDocument" Target="word/document.xml"/></Relationships>`

export const documentStart = `${head}<w:document xmlns:w="${main}" xmlns:r="${office}"><w:body>`
/** A4 with margins of 2.5 cm; lengths are twentieths of a point. */
export const documentEnd =
  '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1417" w:left="1417" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr></w:body></w:document>'

export const documentRelations = (links: string) =>
  `${head}<Relationships xmlns="${packageRelations}"><Relationship Id="styles" Type="${office}/styles" Target="styles.xml"/><Relationship Id="numbering" Type="${office}/numbering" Target="numbering.xml"/>${links}</Relationships>`

const levels = (level: (index: number) => string) =>
  Array.from({ length: maxLevels }, (_, index) => level(index)).join('')
const levelOf = (index: number, format: string, text: string) =>
  `<w:lvl w:ilvl="${index}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="${(index + 1) * 360}" w:hanging="360"/></w:pPr></w:lvl>`

/** @param instances the ordered lists of the document */
export const numbering = (instances: string) =>
  `${head}<w:numbering xmlns:w="${main}"><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>${levels((index) => levelOf(index, 'bullet', '•'))}</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>${levels((index) => levelOf(index, 'decimal', `%${index + 1}.`))}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>${instances}</w:numbering>`

const paragraphStyle = (id: string, name: string, paragraph: string, text: string) =>
  `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${text}</w:rPr></w:style>`
/** Half points. */
const headingSizes = [36, 24, 28, 24, 22, 22]
const headings = headingSizes
  .map((size, index) =>
    paragraphStyle(
      `Heading${index + 1}`,
      `heading ${index + 1}`,
      `<w:keepNext/><w:spacing w:before="${index === 1 ? 320 : 240}" w:after="80"/><w:outlineLvl w:val="${index}"/>`,
      `<w:b/><w:sz w:val="${size}"/>`,
    ),
  )
  .join('')
const line = (side: string) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="A0A0A0"/>`
const mono = '<w:rFonts w:ascii="Menlo" w:hAnsi="Menlo" w:cs="Menlo"/><w:sz w:val="19"/>'

export const styles = `${head}<w:styles xmlns:w="${main}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Helvetica Neue" w:hAnsi="Helvetica Neue" w:cs="Arial"/><w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>${headings}${paragraphStyle('Said', 'Said', '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>', '')}${paragraphStyle('Code', 'Code', '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>', mono)}${paragraphStyle('Quote', 'Quote', `<w:pBdr><w:left w:val="single" w:sz="12" w:space="8" w:color="A0A0A0"/></w:pBdr>`, '')}${paragraphStyle('Remark', 'Remark', '', '<w:color w:val="606060"/><w:sz w:val="19"/>')}${paragraphStyle('TableHead', 'Table Head', '', '<w:b/>')}<w:style w:type="character" w:styleId="CodeText"><w:name w:val="Code Text"/><w:rPr>${mono}</w:rPr></w:style><w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0A66E0"/><w:u w:val="single"/></w:rPr></w:style><w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>${['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(line).join('')}</w:tblBorders><w:tblCellMar><w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`
