import { expect, it } from 'vitest'
import { loggableAddress } from '../../../electron/desktop/desktop-log.ts'

it.each([
  ['https://ada:pw@school.example:8443/students/Ada-Lovelace?key=1#x', 'https://school.example:8443'],
  ['file:///home/ada/results.xlsx', 'file:'],
  ['data:text/html,Ada', 'data:'],
  ['Ada Lovelace', '(unreadable address)'],
])('of %s the log holds %s', (address, logged) => {
  expect(loggableAddress(address)).toBe(logged)
})
