import { useContext } from 'react'
import { isReplying, useConversations } from '../../stores/conversations.js'
import { ReadOnlyContext } from '../../ui/read-only.js'

/** Whether main takes changes to the messages of the open conversation: not in the Trash, and not while a reply runs. */
export function useCanChange(): boolean {
  const isReadOnly = useContext(ReadOnlyContext)
  const isBusy = useConversations(isReplying)
  return !isReadOnly && !isBusy
}
