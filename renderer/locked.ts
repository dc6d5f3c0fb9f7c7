import './ui/tokens.css'
import './ui/base.css'
import './ui/button.css'
import './draw-window.css'
import './locked.css'
import { platform, request } from './bridge.js'

/** The page in place of every other one while Parley is locked. It has nothing of them. */
const unlock = document.querySelector('button')
const problem = document.querySelector('[role=status]')

async function ask(): Promise<void> {
  if (problem) problem.textContent = ''
  const isUnlocked = await request.unlock().catch(() => false)
  if (!isUnlocked && problem) problem.textContent = 'You were not recognized. Conversations stay locked.'
}

document.body.dataset.platform = platform
unlock?.addEventListener('click', () => void ask())
unlock?.focus()
