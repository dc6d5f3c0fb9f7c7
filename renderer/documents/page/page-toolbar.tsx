import { ChevronLeft, ChevronRight, Search, ZoomIn, ZoomOut } from 'lucide-react'
import { useContext } from 'react'
import { IconButton } from '../../ui/icon-button.js'
import { PlatformContext, shortcut } from '../../ui/platform.js'
import { Segmented } from '../../ui/segmented.js'
import { PageField } from './page-field.js'
import { fitWidth, maxZoom, minZoom, zoomedIn, zoomedOut } from './zoom.js'

export type ShownAs = 'page' | 'text'

const kinds = [
  { value: 'page', label: 'Page' },
  { value: 'text', label: 'Text' },
] as const

interface PageToolbarProps {
  readonly documentId: string
  readonly page: number
  readonly total: number
  readonly label: string | undefined
  readonly onPage: (page: number) => void
  readonly onProblem: (problem: string | undefined) => void
  readonly onFind: () => void
  /** Of a document whose pages are drawn. */
  readonly drawn?: {
    readonly shownAs: ShownAs
    readonly setShownAs: (shownAs: ShownAs) => void
    readonly zoom: number
    readonly setZoom: (zoom: number) => void
  }
}

/** Turns pages, changes their size, and chooses between the page and its text. */
export function PageToolbar({ page, total, onPage, onFind, drawn, ...field }: PageToolbarProps) {
  const platform = useContext(PlatformContext)
  return (
    <div className="page-tools">
      <div className="page-tool-group">
        <IconButton
          label="Previous page"
          shortcut="←"
          size="small"
          aria-disabled={page <= 1}
          onClick={() => onPage(page - 1)}
        >
          <ChevronLeft />
        </IconButton>
        <PageField page={page} total={total} onPage={onPage} {...field} />
        <IconButton
          label="Next page"
          shortcut="→"
          size="small"
          aria-disabled={page >= total}
          onClick={() => onPage(page + 1)}
        >
          <ChevronRight />
        </IconButton>
      </div>
      {drawn?.shownAs === 'page' && <ZoomTools {...drawn} />}
      <div className="page-tool-group page-tools-end">
        {drawn && <Segmented label="Show" options={kinds} value={drawn.shownAs} onChange={drawn.setShownAs} />}
        <IconButton
          label="Find in document"
          shortcut={shortcut(platform, 'command', 'F')}
          size="small"
          onClick={onFind}
        >
          <Search />
        </IconButton>
      </div>
    </div>
  )
}

function ZoomTools({ zoom, setZoom }: { readonly zoom: number; readonly setZoom: (zoom: number) => void }) {
  const platform = useContext(PlatformContext)
  return (
    <div className="page-tool-group">
      <IconButton
        label="Zoom out"
        shortcut={shortcut(platform, 'command', '−')}
        size="small"
        aria-disabled={zoom <= minZoom}
        onClick={() => setZoom(zoomedOut(zoom))}
      >
        <ZoomOut />
      </IconButton>
      <button
        type="button"
        className="page-zoom number"
        aria-label={`Fit width, now ${Math.round(zoom * 100)} %`}
        data-tip="Fit width"
        data-shortcut={shortcut(platform, 'command', '0')}
        onClick={() => setZoom(fitWidth)}
      >
        {Math.round(zoom * 100)} %
      </button>
      <IconButton
        label="Zoom in"
        shortcut={shortcut(platform, 'command', '+')}
        size="small"
        aria-disabled={zoom >= maxZoom}
        onClick={() => setZoom(zoomedIn(zoom))}
      >
        <ZoomIn />
      </IconButton>
    </div>
  )
}
