import { expect, test } from 'vitest'
import { readPptx } from './pptx.js'
import { pptxOf, relationsOf, slideOf, slideShape } from './testing/make-files.js'

test('takes slides in the order of the presentation, titles first and as labels', () => {
  const first = slideOf(slideShape('body', 'Point', 'Other') + slideShape('title', 'Beginning'))
  const second = slideOf(slideShape('', 'Free text') + slideShape('sldNum', '7'), 'show="0"')
  expect(readPptx(pptxOf([second, first], [2, 1])).pages).toEqual([
    { label: 'Beginning', passages: ['# Beginning\n- Point\n- Other'], status: 'read' },
    { label: '(hidden)', passages: ['Free text'], status: 'read' },
  ])
})

test('reads notes, SmartArt, tables with merged cells and the text of the master once', () => {
  const table = `<p:graphicFrame><a:tbl><a:tr><a:tc gridSpan="2"><a:p><a:r><a:t>Wide</a:t></a:r></a:p></a:tc>
    <a:tc hMerge="1"><a:p/></a:tc></a:tr><a:tr><a:tc><a:p><a:r><a:t>a</a:t></a:r></a:p></a:tc>
    <a:tc><a:p><a:r><a:t>b</a:t></a:r></a:p></a:tc></a:tr></a:tbl></p:graphicFrame>`
  const diagram = '<p:graphicFrame><dgm:relIds r:dm="rId9"/></p:graphicFrame>'
  const notes = slideOf(slideShape('sldImg') + slideShape('body', 'Say this.') + slideShape('sldNum', '1'))
  const layout = slideOf(slideShape('title', 'Click to edit') + slideShape('', 'Company'))
  const file = pptxOf([slideOf(table + diagram), slideOf(slideShape('', 'Two'))], [1, 2], {
    'ppt/slides/_rels/slide1.xml.rels': relationsOf([
      ['rId8', 'notesSlide', '../notesSlides/n.xml'],
      ['rId9', 'diagramData', '../diagrams/data1.xml'],
      ['rId7', 'slideLayout', '../slideLayouts/l.xml'],
    ]),
    'ppt/slides/_rels/slide2.xml.rels': relationsOf([['rId7', 'slideLayout', '../slideLayouts/l.xml']]),
    'ppt/notesSlides/n.xml': notes,
    'ppt/slideLayouts/l.xml': layout,
    // The master of this layout is the layout: a circle must end.
    'ppt/slideLayouts/_rels/l.xml.rels': relationsOf([['rId1', 'slideMaster', 'l.xml']]),
    'ppt/diagrams/data1.xml': '<dgm:dataModel><a:p><a:r><a:t>Step one</a:t></a:r></a:p></dgm:dataModel>',
  })
  expect(readPptx(file).pages.map(({ passages }) => passages)).toEqual([
    ['| Wide |  |\n| --- | --- |\n| a | b |', '- Step one', 'Notes: Say this.', 'Company'],
    ['Two'],
  ])
})

test('writes a chart as the table of its numbers', () => {
  const points = (...values: string[]) =>
    values.map((value, index) => `<c:pt idx="${index}"><c:v>${value}</c:v></c:pt>`).join('')
  const series = `<c:ser><c:tx><c:strCache>${points('Sales')}</c:strCache></c:tx><c:cat>${points('May', 'June')}</c:cat>
    <c:val>${points('4', '5')}</c:val></c:ser>`
  const title = '<c:title><a:p><a:r><a:t>Year</a:t></a:r></a:p></c:title>'
  const file = pptxOf([slideOf('')], [1], {
    'ppt/slides/_rels/slide1.xml.rels': relationsOf([['rId1', 'chart', '../charts/c.xml']]),
    'ppt/charts/c.xml': `<c:chartSpace>${title}${series}</c:chartSpace>`,
  })
  const [page] = readPptx(file).pages
  expect(page?.passages).toEqual(['Chart: Year', '|  | Sales |\n| --- | --- |\n| May | 4 |\n| June | 5 |'])
})

test('a damaged or missing slide fails alone', () => {
  const { pages, problems } = readPptx(pptxOf(['<p:sld><p:cSld>', slideOf(slideShape('', 'Good'))], [1, 2]))
  expect(pages.map(({ status }) => status)).toEqual(['failed', 'read'])
  expect(problems).toHaveLength(1)
})
