import { useEffect } from 'react'
import { isTextField } from '../../ui/text-field.js'
import { selectedRange } from './selected-range.js'

/** Copies a formula as the TeX that it was written in, with its marks: what KaTeX draws is letters in odd places. */
export function useCopyFormulas(): void {
  useEffect(() => {
    const onCopy = (event: ClipboardEvent) => {
      const range = selectedRange()
      if (event.defaultPrevented || !range || isTextField(document.activeElement)) return
      const content = withWholeFormulas(range).cloneContents()
      const formulas = content.querySelectorAll<HTMLElement>(drawn)
      if (formulas.length === 0) return
      for (const formula of formulas) {
        formula.textContent = formula.dataset.source ?? ''
        formula.className = 'copied-formula'
      }
      const { text, html } = rendered(content)
      event.clipboardData?.setData('text/plain', text)
      event.clipboardData?.setData('text/html', html)
      event.preventDefault()
    }
    document.addEventListener('copy', onCopy)
    return () => document.removeEventListener('copy', onCopy)
  }, [])
}

const drawn = '.md-formula'

function withWholeFormulas(range: Range): Range {
  const whole = range.cloneRange()
  const first = formulaOf(range.startContainer)
  const last = formulaOf(range.endContainer)
  if (first) whole.setStartBefore(first)
  if (last) whole.setEndAfter(last)
  return whole
}

const formulaOf = (node: Node) => (node instanceof Element ? node : node.parentElement)?.closest(drawn)

/** Only what is laid out has lines. */
function rendered(content: DocumentFragment): { text: string; html: string } {
  const place = document.createElement('div')
  place.className = 'copied-content'
  place.append(content)
  document.body.append(place)
  const result = { text: place.innerText, html: place.innerHTML }
  place.remove()
  return result
}
