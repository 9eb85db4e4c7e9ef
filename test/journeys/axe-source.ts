import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The script of axe without its comments: a third of what `@axe-core/playwright` would send to each page. */
export const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
