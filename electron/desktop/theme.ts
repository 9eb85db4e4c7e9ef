import { nativeTheme } from 'electron'
import type { Settings } from '../../shared/model/settings.ts'

/** Makes windows, menus and `prefers-color-scheme` follow the teacher's choice. */
export function applyTheme(theme: Settings['theme']): void {
  nativeTheme.themeSource = theme
}
