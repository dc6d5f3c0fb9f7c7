import 'katex/dist/katex.min.css'
import katex from 'katex'

/** Longest side of what TeX asks for, in em, and steps of its macros: a reply is text that nobody checked. */
const limits = { maxSize: 20, maxExpand: 500 }

/** Draws TeX as elements in `element`, with MathML beside them. Throws if it is no TeX that KaTeX knows. */
export function drawTex(tex: string, element: HTMLElement, isDisplay: boolean): void {
  katex.render(tex, element, {
    displayMode: isDisplay,
    output: 'htmlAndMathml',
    throwOnError: true,
    strict: 'ignore',
    trust: false,
    ...limits,
  })
}
