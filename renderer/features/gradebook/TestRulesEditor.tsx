import { useRef } from 'react'
import { Dialog, Input, Label, NumberField } from 'react-aria-components'
import { attemptPolicies } from '../../../shared/model/attempt-policy.ts'
import type { GradebookColumn } from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import { t } from '../../format/words.ts'
import { Switch } from '../../ui/Choice.tsx'
import { Popover } from '../../ui/Dialog.tsx'
import editor from '../../ui/Editor.module.css'
import field from '../../ui/Field.module.css'
import { SelectField } from '../../ui/SelectField.tsx'
import styles from './editors.module.css'
import { useGradebook } from './gradebook.ts'
import { Amount } from './RuleEditors.tsx'

interface TestRulesProps {
  readonly test: GradebookColumn
  /** The header beneath which it opens. */
  readonly header: HTMLElement
  onClose(): void
}

const percent: Intl.NumberFormatOptions = { style: 'unit', unit: 'percent', maximumFractionDigits: 1 }
const asAll = 'as-all'
const noKind = ' '

/** What is different about one test: which attempt counts, its pass mark, its weight and kind. */
export function TestRulesEditor({ test, header, onClose }: TestRulesProps) {
  const { rules } = useGradebook((state) => state.definition)
  const { changeTest } = useGradebook.getState()
  const anchor = useRef(header)
  const key = testKeyOf(test)
  const own = rules.tests[key] ?? {}
  const change = (part: Parameters<typeof changeTest>[1]) =>
    changeTest(key, part, t('gradebook.changedTest', { test: test.name }))

  return (
    <Popover triggerRef={anchor} isOpen onOpenChange={(open) => open || onClose()} placement="bottom end">
      <Dialog className={editor.dialog ?? ''} aria-label={t('gradebook.testRules.title', { name: test.name })}>
        <div className={editor.editor}>
          <div className={editor.head}>
            <span className={editor.title}>{test.name}</span>
          </div>
          <div className={editor.body}>
            <SelectField
              label={t('gradebook.testRules.policy')}
              value={own.policy ?? asAll}
              sections={[
                {
                  title: null,
                  options: [
                    {
                      value: asAll,
                      words: t('gradebook.testRules.asAll', { policy: t(`gradebook.policies.${rules.policy}`) }),
                    },
                    ...attemptPolicies.map((value) => ({ value, words: t(`gradebook.policies.${value}`) })),
                  ],
                },
              ]}
              onChange={(value) => change({ policy: attemptPolicies.find((policy) => policy === value) })}
            />
            <div className={editor.pair}>
              <NumberField
                className={field.field ?? ''}
                value={own.passMark === undefined || own.passMark === null ? Number.NaN : own.passMark / 10}
                minValue={0}
                maxValue={1000}
                step={0.1}
                isDisabled={own.passMark === null}
                formatOptions={percent}
                onChange={(next) =>
                  change({ passMark: Number.isNaN(next) ? undefined : (Math.round(next * 10) as Tenths) })
                }
              >
                <Label className={field.label ?? ''}>{t('gradebook.testRules.passMark')}</Label>
                <Input
                  className={field.input ?? ''}
                  placeholder={test.passMark === null ? '' : t('gradebook.testRules.ownMark')}
                />
              </NumberField>
              <Amount
                label={t('gradebook.testRules.weight')}
                value={(own.weight ?? 100) / 100}
                most={1000}
                step={0.01}
                onChange={(next) => {
                  const weight = Math.round(next * 100)
                  change({ weight: weight === 100 ? undefined : weight })
                }}
              />
            </div>
            <p className={styles.hint}>{t('gradebook.testRules.passMarkHint')}</p>
            <Switch
              words={t('gradebook.testRules.noMark')}
              isSelected={own.passMark === null}
              onChange={(none) => change({ passMark: none ? null : undefined })}
            />
            {rules.kinds.length > 0 && (
              <SelectField
                label={t('gradebook.testRules.kind')}
                value={rules.kinds.some(({ name }) => name === own.kind) ? (own.kind ?? noKind) : noKind}
                sections={[
                  {
                    title: null,
                    options: [
                      { value: noKind, words: t('gradebook.testRules.noKind') },
                      ...rules.kinds.map(({ name }) => ({ value: name, words: name })),
                    ],
                  },
                ]}
                onChange={(value) => change({ kind: value === noKind ? undefined : value })}
              />
            )}
            <Switch
              words={t('gradebook.testRules.extraCredit')}
              isSelected={own.extraCredit === true}
              onChange={(extra) => change({ extraCredit: extra || undefined })}
            />
          </div>
        </div>
      </Dialog>
    </Popover>
  )
}
