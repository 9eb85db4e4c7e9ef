/** One line of the Settings sheet. */
export interface SettingsLine {
  readonly label: string
  readonly value: string | number
}
