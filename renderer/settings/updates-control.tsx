import './updates-control.css'
import { useEffect } from 'react'
import type { UpdateState } from '../../contract/updates.js'
import { checkForUpdates, followUpdates, useUpdates } from '../stores/updates.js'
import { Button } from '../ui/button.js'
import { SwitchControl } from './switch-control.js'

/** Whether the app updates itself, how it stands, and what is new in the version that waits. */
export function UpdatesControl() {
  const state = useUpdates(({ update }) => update)
  useEffect(followUpdates, [])
  const canCheck = state.state === 'current' || state.state === 'failed'
  return (
    <>
      <SwitchControl name="updatesItself" heading="Updates" label="Parley updates itself">
        A new version is downloaded in the background and installed when you quit, never while a reply is written.
      </SwitchControl>
      <section className="setting" aria-label="Newest version">
        <span />
        <div className="updates-state">
          <p role="status">{inWords(state)}</p>
          {canCheck && <Button onClick={checkForUpdates}>Check Now</Button>}
        </div>
        {state.state === 'ready' && state.notes !== '' && (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
          <section className="updates-notes" aria-label={`What is new in Parley ${state.version}`} tabIndex={0}>
            {state.notes}
          </section>
        )}
      </section>
    </>
  )
}

function inWords(state: UpdateState): string {
  switch (state.state) {
    case 'unavailable':
      return 'This build does not update itself: it runs from its source, or is not signed.'
    case 'off':
      return 'Updates are off, or the network is.'
    case 'current':
      return state.checkedAt === null
        ? 'Parley looks for a new version soon after it opens.'
        : `This is the newest version (${new Date(state.checkedAt).toLocaleTimeString(undefined, { timeStyle: 'short' })}).`
    case 'checking':
      return 'Looking for a new version…'
    case 'downloading':
      return `Downloading Parley ${state.version}: ${Math.round(state.progress * 100)} %`
    case 'ready':
      return `Parley ${state.version} is ready. It is installed when you quit.`
    case 'failed':
      return state.message
  }
}
