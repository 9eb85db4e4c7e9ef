import type { Migration } from './schema.ts'

/** Lists called the percentage column score; a teacher who switched it off keeps it off. */
export const oneName: Migration = {
  version: 6,
  up: `UPDATE setting SET value = replace(value, '"score"', '"percentage"') WHERE name = 'hiddenColumns';`,
}
