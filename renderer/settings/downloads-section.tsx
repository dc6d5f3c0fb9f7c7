import { ArrowUp } from 'lucide-react'
import { useId, useState } from 'react'
import { DownloadRow } from '../models/download-row.js'
import { limitDownloads, moveDownloadUp, moveModels, useDownloads } from '../stores/downloads.js'
import { Button } from '../ui/button.js'
import { IconButton } from '../ui/icon-button.js'
import { MiddleCut } from '../ui/middle-cut.js'
import { HubTokenField } from './hub-token-field.js'

/** Bytes a second. */
const limits = [1e6, 2e6, 5e6, 10e6, 20e6, 50e6]

/** All downloads in their order, how fast they may be, and the token that some need. */
export function DownloadsSection() {
  const downloads = useDownloads((state) => state.downloads)
  const unfinished = downloads.filter(({ status }) => status.state !== 'done')
  return (
    <section className="offered-models" aria-labelledby="downloads">
      <h2 id="downloads">Downloads</h2>
      {downloads.length > 0 && (
        <ul className="settings-rows" aria-labelledby="downloads">
          {downloads.map((download) => (
            <li key={download.id} className="settings-row">
              <div className="settings-row-words">
                <DownloadRow download={download} />
              </div>
              {unfinished.indexOf(download) > 0 && (
                <IconButton
                  label={`Download ${download.name} earlier`}
                  size="small"
                  onClick={() => moveDownloadUp(download)}
                >
                  <ArrowUp />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
      <SpeedLimit />
      <Folder />
      <HubTokenField />
    </section>
  )
}

function SpeedLimit() {
  const speedLimit = useDownloads((state) => state.speedLimit)
  const id = useId()
  const offered = speedLimit === null || limits.includes(speedLimit) ? limits : [speedLimit, ...limits]
  return (
    <div className="setting">
      <label htmlFor={id}>Speed</label>
      <select
        id={id}
        className="setting-field setting-select"
        value={speedLimit ?? ''}
        onChange={({ target }) => limitDownloads(target.value === '' ? null : Number(target.value))}
      >
        <option value="">As fast as the line is</option>
        {offered.map((limit) => (
          <option key={limit} value={limit}>
            At most {limit / 1e6} MB/s
          </option>
        ))}
      </select>
    </div>
  )
}

function Folder() {
  const folder = useDownloads((state) => state.folder)
  const [isMoving, setMoving] = useState(false)
  const move = async () => {
    if (isMoving) return
    setMoving(true)
    await moveModels()
    setMoving(false)
  }
  return (
    <section className="setting" aria-label="Folder">
      <span>Folder</span>
      <p className="downloads-folder">
        <MiddleCut text={folder} />
      </p>
      <div className="settings-buttons">
        <Button aria-disabled={isMoving} onClick={() => void move()}>
          {isMoving ? 'Moving…' : 'Move the models…'}
        </Button>
      </div>
    </section>
  )
}
