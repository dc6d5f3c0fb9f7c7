import './settings-window.css'
import { Tabs } from '@base-ui/react/tabs'
import { useLayoutEffect, useRef } from 'react'
import { Notices } from '../notices.js'
import { showPane, useSupport } from '../stores/support.js'
import { PlatformContext } from '../ui/platform.js'
import { TipLayer } from '../ui/tip-layer.js'
import { useUndoKey } from '../use-undo-key.js'
import { followHeight } from './follow-height.js'
import { panes } from './panes.js'
import { useSettingsKeys } from './settings-keys.js'

/** The Settings window, for the whole app. A change applies at once in every window. */
export function SettingsWindow({ platform }: { readonly platform: string }) {
  useSettingsKeys()
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => list.current?.querySelector<HTMLElement>('[aria-selected=true]')?.focus(), [])
  useUndoKey(platform)
  const pane = useSupport((state) => state.pane)
  return (
    <PlatformContext value={platform}>
      <Tabs.Root ref={followHeight} value={pane} onValueChange={showPane} className="settings-window">
        <header className="settings-head">
          <h1 className={platform === 'darwin' ? 'settings-title' : 'hidden'}>Settings</h1>
          <Tabs.List ref={list} aria-label="Settings" activateOnFocus className="settings-tabs">
            {panes.map(({ name, Icon }) => (
              <Tabs.Tab key={name} value={name} className="settings-tab">
                <Icon aria-hidden="true" />
                {name}
              </Tabs.Tab>
            ))}
          </Tabs.List>
        </header>
        <main>
          {panes.map(({ name, Pane }) => (
            <Tabs.Panel key={name} value={name} className="settings-pane" tabIndex={-1}>
              <Pane />
            </Tabs.Panel>
          ))}
        </main>
        <Notices />
      </Tabs.Root>
      <TipLayer />
    </PlatformContext>
  )
}
