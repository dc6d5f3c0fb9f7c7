import { openableAddress } from '../../contract/openable-address.js'
import { composerField } from '../chat/composer/composer-field.js'
import { quoteInReply } from '../chat/copying/quote.js'
import { selectionMarkdown } from '../chat/copying/selection-copy.js'
import { selectedRange } from '../chat/transcript/selected-range.js'
import { searchFor } from '../sidebar/search-for.js'
import { isTrashOpen, useConversations } from '../stores/conversations.js'
import { removeDocument } from '../stores/documents.js'
import { copyText, openLink, openPage } from '../stores/view.js'
import { drawThenFocus } from '../ui/focus.js'
import { isTextField } from '../ui/text-field.js'
import type { ContextActions } from './context-actions.js'
import { messageActions } from './message-actions.js'
import { rowActions } from './row-actions.js'

/** What can be done at an element of the window, beside what the system does with fields and words. */
export function placeActions(element: Element, platform: string): ContextActions {
  if (isTextField(element)) return {}
  return {
    ...linkActions(element),
    ...codeActions(element),
    ...selectionActions(),
    ...(selectedRange() ? {} : messageActions(element)),
    ...documentActions(element),
    ...rowActions(element, platform),
  }
}

function linkActions(element: Element): ContextActions {
  const href = element.closest('a.md-link')?.getAttribute('href')
  const address = href == null ? undefined : openableAddress(href)
  if (address === undefined) return {}
  return { 'open-link': () => openLink(address), 'copy-link': () => void copyText(address) }
}

function codeActions(element: Element): ContextActions {
  const code = element.closest('.code-block')?.querySelector('pre')
  const table = element.closest('.md-table')
  return {
    ...(code && { 'copy-code': () => void copyText(code.textContent) }),
    ...(table && { 'copy-table': () => void copyText(selectionMarkdown(around(table)), 'markdown') }),
  }
}

function around(element: Element): Range {
  const range = new Range()
  range.selectNode(element)
  return range
}

function selectionActions(): ContextActions {
  const range = selectedRange()
  const words = String(document.getSelection() ?? '').trim()
  if (!range || words === '') return {}
  const markdown = () => selectionMarkdown(range)
  return {
    'search-selection': () => searchFor(words),
    'copy-markdown': () => void copyText(markdown()),
    'copy-rich': () => void copyText(markdown(), 'rich'),
    ...(!isTrashOpen(useConversations.getState()) && { quote: () => quoteInReply(markdown()) }),
  }
}

function documentActions(element: Element): ContextActions {
  const card = element.closest<HTMLElement>('[data-document]')
  const id = card?.dataset.document
  if (!card || id === undefined) return {}
  const isAttached = card.closest('.attachments') !== null
  return {
    'show-document': () => openPage({ documentId: id, page: 1 }),
    ...(isAttached && { 'remove-document': () => drawThenFocus(() => removeDocument(id), composerField) }),
  }
}
