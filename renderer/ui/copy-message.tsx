import { Check, Copy } from 'lucide-react'
import { useContext } from 'react'
import { CopyContext, useCopied } from './copy.js'
import { IconButton } from './icon-button.js'

export function CopyMessage({ text }: { readonly text: string }) {
  const copy = useContext(CopyContext)
  const [isCopied, showCopied] = useCopied()
  return (
    <>
      <IconButton label="Copy" onClick={() => copy(text).then(showCopied, () => {})}>
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
