import { useState } from 'react'
import type { SourceRef } from '../../../shared/model/filter.ts'
import type { SeenVersions } from '../../../shared/model/item-analysis.ts'
import { t } from '../../format/words.ts'
import { Radios } from '../../ui/Choice.tsx'
import { RuleChip, ruleChips } from '../../ui/RuleChip.tsx'
import styles from './Questions.module.css'
import { plainOf } from './question-html.ts'
import { type ShownQuestions, useQuestions } from './questions.ts'

const keyOf = ({ feed, id }: SourceRef): string => `${feed} ${id}`

const sourceKinds = { groups: 'group', links: 'link', submissions: 'course' } as const

/** Where the attempts come from, and which version of a question they saw, a chip each. */
export function QuestionChips({ shown: { query, page } }: { readonly shown: ShownQuestions }) {
  const [open, setOpen] = useState<'source' | 'version' | null>(null)
  const { choose } = useQuestions.getState()
  const chip = (id: 'source' | 'version', words: string) => ({
    id,
    words,
    name: t(`questions.chips.${id}`),
    label: t('tests.chips.edit', { name: t(`questions.chips.${id}`), value: words }),
    isOpen: open === id,
    onOpen: (isOpen: boolean) => setOpen(isOpen ? id : null),
  })
  const source = page.sources.find((each) => query.source !== null && keyOf(each) === keyOf(query.source))
  return (
    <ul className={ruleChips} aria-label={t('tests.chips.label')}>
      {(page.sources.length > 1 || query.source !== null) && (
        <RuleChip {...chip('source', source === undefined ? t('questions.chips.everySource') : source.name)}>
          <div className={styles.choice}>
            <Radios
              label={t('questions.chips.source')}
              value={query.source === null ? '' : keyOf(query.source)}
              options={[
                { value: '', words: t('questions.chips.everySource'), hint: t('questions.chips.everySourceHint') },
                ...page.sources.map((each) => ({
                  value: keyOf(each),
                  words: each.name,
                  hint: t(`questions.chips.${sourceKinds[each.feed]}`),
                })),
              ]}
              onChange={(key) => {
                const chosen = page.sources.find((each) => keyOf(each) === key)
                choose({ source: chosen === undefined ? null : { feed: chosen.feed, id: chosen.id } })
              }}
            />
          </div>
        </RuleChip>
      )}
      {(page.versions.length > 0 || query.version !== null) && (
        <RuleChip {...chip('version', versionWords(page.versions, query.version))}>
          <div className={styles.choice}>
            <Radios
              label={t('questions.chips.version')}
              value={`${query.version ?? ''}`}
              options={[
                { value: '', words: t('questions.chips.everyVersion'), hint: t('questions.chips.everyVersionHint') },
                ...page.versions.flatMap(({ number, versions }) =>
                  versions.map(({ id, question, n }, at) => ({
                    value: `${id}`,
                    words: t('questions.chips.versionOf', { number, version: at + 1 }),
                    hint: t('questions.chips.versionHint', { words: plainOf(question), n }),
                  })),
                ),
                ...(query.version === null || isListed(page.versions, query.version)
                  ? []
                  : [
                      {
                        value: `${query.version}`,
                        words: t('questions.chips.oneVersion'),
                        hint: t('questions.chips.oneVersionHint'),
                      },
                    ]),
              ]}
              onChange={(id) => choose({ version: id === '' ? null : Number(id) })}
            />
          </div>
        </RuleChip>
      )}
    </ul>
  )
}

const isListed = (seen: readonly SeenVersions[], version: number): boolean =>
  seen.some(({ versions }) => versions.some(({ id }) => id === version))

export function versionWords(seen: readonly SeenVersions[], version: number | null): string {
  for (const { number, versions } of seen) {
    const at = versions.findIndex(({ id }) => id === version)
    if (at >= 0) return t('questions.chips.versionOf', { number, version: at + 1 })
  }
  return t(version === null ? 'questions.chips.everyVersion' : 'questions.chips.oneVersion')
}
