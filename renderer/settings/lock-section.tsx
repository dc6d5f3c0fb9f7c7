import { useEffect } from 'react'
import { loadLock, useLock } from '../stores/lock.js'
import { useSettings } from '../stores/settings.js'
import { ChoiceControl } from './choice-control.js'
import { SwitchControl } from './switch-control.js'

/** Whether Parley asks who is there, and when. */
export function LockSection() {
  const problem = useLock((state) => state.problem)
  const isOn = useSettings(({ settings }) => settings.locks)
  useEffect(loadLock, [])
  return (
    <>
      <SwitchControl name="locks" heading="Lock" label="Ask for Touch ID" isDisabled={problem !== null && !isOn}>
        {problem ??
          'When Parley opens, and after a while. Replies and summaries go on meanwhile. It keeps people out of the windows; FileVault protects the files.'}
      </SwitchControl>
      {isOn && <ChoiceControl name="locksAfter" label="Locks" />}
    </>
  )
}
