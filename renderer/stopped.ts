import './ui/tokens.css'
import './ui/base.css'
import './ui/button.css'
import './draw-window.css'
import { request } from './bridge.js'

/** The page in place of one whose process ended. It has no part of the app that could have been the cause. */
const reload = document.querySelector('button')
reload?.addEventListener('click', () => void request.reloadWindow())
reload?.focus()
