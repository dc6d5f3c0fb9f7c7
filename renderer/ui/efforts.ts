import { effortLabels } from '../../contract/engine.js'
import { optionsOf } from './options.js'

export const efforts = optionsOf(effortLabels)
