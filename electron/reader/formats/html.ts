import { Readability } from '@mozilla/readability'
import { putDom } from './html/dom-blocks.js'
import { decodeHtml, parseHtml } from './html/parse-html.js'
import { Omissions, type ReadPage, type ReadPages } from './read-pages.js'
import { PageBuilder } from './shared/page-builder.js'

/** What web pages have around an article, and documents saved as HTML have not. */
const surroundings = 'nav, aside, footer, [role=navigation], [role=complementary], [role=banner]'
/** A page with more of its text in links is mostly navigation. */
const maxLinkShare = 0.3
const maxElements = 100_000
/** An article shorter than this share of the page is probably only a piece of it. */
const minArticleShare = 0.1
const minArticleLength = 400

/**
 * Reads an HTML page: the article alone where the page has navigation around one (by Readability), else all of it.
 * Needs a `DOMParser`; nothing is loaded, and no script runs.
 */
export function readHtml(bytes: Uint8Array): ReadPages {
  const { text, encoding } = decodeHtml(bytes)
  const whole = parseHtml(text)
  const title = whole.title?.trim().slice(0, 300)
  const omissions = new Omissions()
  const body = new PageBuilder()
  if (whole.body) putDom(whole.body, body, omissions)
  const pages = body.pages()
  const article = hasSurroundings(whole) ? readArticle(text) : undefined
  const isArticle = article !== undefined && isMost(article, pages)
  if (isArticle) {
    omissions.add('passages around the article', Math.max(countOf(pages) - countOf(article), 0))
  }
  return {
    ...(title ? { title } : {}),
    encoding,
    pages: isArticle ? article : pages,
    omitted: omissions.list(),
    problems: [],
  }
}

function hasSurroundings(page: Document): boolean {
  if (page.querySelector(surroundings)) return true
  let linked = 0
  for (const link of page.querySelectorAll('a[href]')) linked += link.textContent?.trim().length ?? 0
  return linked > (page.body?.textContent ?? '').trim().length * maxLinkShare
}

/** Readability changes the document that it is given. */
function readArticle(text: string): ReadPage[] | undefined {
  const options = { serializer: (node: Node) => node as Element, maxElemsToParse: maxElements }
  const page = parseHtml(text)
  // Readability would make pictures of them from strings, which Trusted Types refuse.
  for (const element of page.querySelectorAll('noscript')) element.remove()
  let article: ReturnType<Readability<Element>['parse']>
  try {
    article = new Readability<Element>(page, options).parse()
  } catch {
    return undefined
  }
  if (!article?.content) return undefined
  const pages = new PageBuilder()
  const heading = article.title?.trim()
  if (heading && !article.content.querySelector('h1')) pages.heading(1, heading)
  putDom(article.content, pages, new Omissions())
  return pages.pages()
}

function isMost(article: readonly ReadPage[], pages: readonly ReadPage[]): boolean {
  const length = lengthOf(article)
  return length >= minArticleLength && length >= lengthOf(pages) * minArticleShare
}

const countOf = (pages: readonly ReadPage[]) => pages.reduce((sum, { passages }) => sum + passages.length, 0)

const lengthOf = (pages: readonly ReadPage[]) =>
  pages.reduce((sum, { passages }) => sum + passages.reduce((length, passage) => length + passage.length, 0), 0)
