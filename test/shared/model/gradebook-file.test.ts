import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  gradebookFileChoice,
  isTooLargeToBeLive,
  possibleChoice,
  usualGradebookFile,
} from '../../../shared/model/gradebook-file.ts'
import { storedSetting } from '../../../shared/model/settings.ts'

const everything = {
  ...usualGradebookFile,
  ...{
    testSheets: true,
    certificates: true,
    links: true,
    ipAddresses: true,
    extraFields: true,
    emails: true,
    items: true,
  },
}

describe('the choice of a gradebook’s file', () => {
  it('holds nothing private unless it was asked for', () => {
    const { links, ipAddresses, extraFields, certificates, testSheets, emails, items } = usualGradebookFile
    expect([links, ipAddresses, extraFields, certificates, testSheets, emails, items]).toEqual(Array(7).fill(false))
  })

  it('has names where the other system looks people up by them', () => {
    const asked = { ...usualGradebookFile, identity: 'pseudonyms' as const }
    expect(possibleChoice({ ...asked, file: 'canvas' }).identity).toBe('names')
    expect(possibleChoice({ ...asked, file: 'moodle' }).identity).toBe('names')
    expect(possibleChoice({ ...asked, file: 'sis' }).identity).toBe('pseudonyms')
  })

  it('with pseudonyms has nothing that leads to a person', () => {
    const choice = possibleChoice({ ...everything, identity: 'pseudonyms' })
    expect(choice).toMatchObject({
      certificates: false,
      links: false,
      ipAddresses: false,
      extraFields: false,
      emails: false,
    })
    expect([choice.testSheets, choice.items]).toEqual([true, true])
    expect(choice.sisColumns.map(({ field }) => field)).toEqual(['average', 'grade'])
    expect(possibleChoice(everything)).toEqual(everything)
  })

  it('is kept among the settings; one that is unknown counts as never chosen', () => {
    const kept = (gradebookFile: unknown) => storedSetting('gradebookFile', z).parse(gradebookFile)
    expect(kept(everything)).toEqual(everything)
    expect(kept({ ...everything, file: 'papyrus' })).toEqual(usualGradebookFile)
  })

  it('is read as an earlier version kept it, before addresses, questions and named columns', () => {
    const { emails, items, sisPreset, ...earlier } = everything
    expect([emails, items, sisPreset]).toEqual([true, true, null])
    expect(storedSetting('gradebookFile', z).parse(earlier)).toEqual({ ...everything, emails: false, items: false })
  })

  it.each([
    ['test:64776', true],
    ['average', true],
    ['test:', false],
    ['password', false],
  ])('may have a column of %s: %s', (field, isKnown) => {
    const choice = { ...usualGradebookFile, sisColumns: [{ header: 'X', field }] }
    expect(gradebookFileChoice(z).safeParse(choice).success).toBe(isKnown)
  })

  it('can be live up to ten million', () => {
    expect(isTooLargeToBeLive(100, 10, 10_000)).toBe(false)
    expect(isTooLargeToBeLive(100, 10, 10_001)).toBe(true)
  })
})
