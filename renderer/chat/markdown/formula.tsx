import { memo, useLayoutEffect, useRef, useState } from 'react'
import type { FormulaSource } from '../../../markdown/nodes.js'

type Tex = typeof import('./tex.js')

/** KaTeX, loaded when a formula is first shown. */
let loaded: Tex | undefined
let loading: Promise<Tex> | undefined

/** A formula. It is shown as it was written until KaTeX is loaded, and if it is not TeX. */
export const Formula = memo(
  ({ formula }: { readonly formula: FormulaSource }) => <DrawnFormula key={formula.source} formula={formula} />,
  (before, after) => before.formula.source === after.formula.source,
)

function DrawnFormula({ formula: { tex, source, isDisplay } }: { readonly formula: FormulaSource }) {
  const place = useRef<HTMLSpanElement>(null)
  const [katex, setKatex] = useState(loaded)
  const [failure, setFailure] = useState<string>()
  useLayoutEffect(() => {
    if (!katex) {
      let isGone = false
      loadKatex().then(
        (module) => isGone || setKatex(module),
        (error) => console.error('KaTeX could not be loaded:', error),
      )
      return () => {
        isGone = true
      }
    }
    try {
      if (place.current) katex.drawTex(tex, place.current, isDisplay)
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error))
    }
    return undefined
  }, [katex, tex, isDisplay])
  if (!katex || failure !== undefined) {
    return (
      <code className="md-code md-formula-source" data-display={isDisplay} title={failure}>
        {source}
      </code>
    )
  }
  return <span className="md-formula" data-display={isDisplay} data-source={source} ref={place} />
}

async function loadKatex(): Promise<Tex> {
  loading ??= import('./tex.js')
  loaded = await loading
  return loaded
}
