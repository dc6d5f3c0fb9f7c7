import { useMemo } from 'react'
import { withSubjects } from './stores/notices.js'
import { dismissNotice, useView } from './stores/view.js'
import { Toasts } from './ui/toasts.js'

/** The notices of a window. */
export function Notices() {
  const notices = useView((state) => state.notices)
  const shown = useMemo(() => withSubjects(notices), [notices])
  return <Toasts toasts={shown} onDismiss={dismissNotice} />
}
