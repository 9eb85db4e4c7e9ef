import { describe, expect, it } from 'vitest'
import { sisPresetNamed, usualSisColumns, withoutSisPreset, withSisPreset } from '../../../shared/model/sis-columns.ts'

const named = (name: string) => ({ name, columns: usualSisColumns })
const presets = ['Untis', 'iSAMS', 'Sims'].map(named)
const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name)

describe('columns kept under names', () => {
  it('are found however their name is written', () => {
    expect(sisPresetNamed(presets, ' isams ')?.name).toBe('iSAMS')
    expect(sisPresetNamed(presets, 'Arbor')).toBeUndefined()
  })

  it('keep their place when they are renamed, also where that is done twice', () => {
    const renamed = withSisPreset(presets, named('iSAMS 2'), 'iSAMS')
    expect(names(renamed)).toEqual(['Untis', 'iSAMS 2', 'Sims'])
    expect(names(withSisPreset(renamed, named('iSAMS 2'), 'iSAMS'))).toEqual(['Untis', 'iSAMS 2', 'Sims'])
  })

  it('come last when they are new, and leave alone', () => {
    const more = withSisPreset(presets, named('Arbor'))
    expect(names(more)).toEqual(['Untis', 'iSAMS', 'Sims', 'Arbor'])
    expect(names(withoutSisPreset(more, 'untis'))).toEqual(['iSAMS', 'Sims', 'Arbor'])
  })
})
