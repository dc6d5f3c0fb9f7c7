import 'katex/dist/katex.min.css'
import katex from 'katex'

/** Longest side of what TeX asks for, in em, and steps of its macros: a reply is text that nobody checked. */
const limits = { maxSize: 20, maxExpand: 500 }

/**
 * Elements within each other. Chromium's layout ends the process at some 1,200; formulas that people write have fewer than 100.
 */
const maxDepth = 300

/**
 * Draws TeX as elements in `element`, with MathML beside them. Throws if it is no TeX that KaTeX knows, or nested too deep to
 * be drawn.
 */
export function drawTex(tex: string, element: HTMLElement, isDisplay: boolean): void {
  const drawn = document.createElement('span')
  katex.render(tex, drawn, {
    displayMode: isDisplay,
    output: 'htmlAndMathml',
    throwOnError: true,
    strict: 'ignore',
    trust: false,
    ...limits,
  })
  if (isDeeper(drawn, maxDepth)) throw new Error('This formula is nested too deep to be drawn.')
  element.replaceChildren(...drawn.childNodes)
}

/** Counts without recursion: the tree may be deeper than the stack. */
function isDeeper(root: Element, depth: number): boolean {
  let level: Element[] = [root]
  for (let deep = 0; level.length > 0; deep++) {
    if (deep > depth) return true
    level = level.flatMap(({ children }) => [...children])
  }
  return false
}
