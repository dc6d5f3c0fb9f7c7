import { createContext } from 'react'

/** Whether what is shown cannot be changed, because it is in the Trash: only what works there is offered. */
export const ReadOnlyContext = createContext(false)
