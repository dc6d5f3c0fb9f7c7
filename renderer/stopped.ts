import './ui/tokens.css'
import './ui/base.css'
import './ui/button.css'
import './draw-window.css'
import { request } from './bridge.js'

/** The page in place of one whose process ended. It has no part of the app that could have been the cause. */
const reload = document.querySelector('button')
const name = location.search === '?settings' ? 'settings' : 'main'
reload?.addEventListener('click', () => void request.reloadWindow(name))
reload?.focus()
