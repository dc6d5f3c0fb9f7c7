import { renderToStaticMarkup } from 'react-dom/server'
import { Markdown } from '../markdown.js'

/** What a window shows of a text, as plain HTML: without classes, roles, labels and the head of code blocks. */
export function shownHtml(text: string, isFinished = true): string {
  return renderToStaticMarkup(<Markdown text={text} isFinished={isFinished} />)
    .replace(/^<div class="md">([\s\S]*)<\/div>$/, '$1')
    .split('<div class="md-stretch">')
    .map((stretch) => stretch.replace(/<\/div>$/, ''))
    .join('')
    .replace(
      /<div class="code-block"[^>]*><div class="code-head"[^>]*>(?:<span class="code-language">([^<]*)<)?[\s\S]*?<pre[^>]*>/g,
      (_, language = '') => `<pre data-language="${language}">`,
    )
    .replaceAll('</pre></div>', '</pre>')
    .replace(/<\/?span[^>]*>/g, '')
    .replace(/<div class="md-table"[^>]*>([\s\S]*?<\/table>)<\/div>/g, '$1')
    .replace(/ (?:class|dir|style|title|data-display|draggable|scope|aria-label|role|tabindex|type)="[^"]*"/g, '')
}
