import { ipcRenderer } from 'electron'

// This port is the only access of the page to the rest of the app.
ipcRenderer.once('port', ({ ports }) => window.postMessage('port', window.origin, [...ports]))
