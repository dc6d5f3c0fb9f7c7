import { Check, Copy } from 'lucide-react'
import { useContext } from 'react'
import { CopyContext, useCopied } from './copy.js'
import { IconButton } from './icon-button.js'

/** Copies Markdown. @param text a function where the text is long and changes often */
export function CopyMessage({ text }: { readonly text: string | (() => string) }) {
  const copy = useContext(CopyContext)
  const [isCopied, showCopied] = useCopied()
  return (
    <>
      <IconButton
        label="Copy"
        onClick={() => copy(typeof text === 'string' ? text : text(), 'markdown').then(showCopied, () => {})}
      >
        {isCopied ? <Check /> : <Copy />}
      </IconButton>
      {isCopied && (
        <span className="hidden" role="status">
          Copied
        </span>
      )}
    </>
  )
}
