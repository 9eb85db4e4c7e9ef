import { useId, useMemo, useRef, useState } from 'react'
import { alphabets, type CodePattern, longestCode, mostCodesPerList } from '../../../../shared/model/access-code.ts'
import { t } from '../../../format/words.ts'
import { Choice } from '../../../ui/Choice.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { useCodeEdit } from '../code-edit.ts'
import styles from './EditDialog.module.css'
import { namesOfText } from './read-codes.ts'
import { AreaField, type AreaText, SourceButtons } from './TextSource.tsx'

const shortest = 4
const longest = 64
const alphabetIds = ['letters-and-digits', 'letters', 'digits'] as const

const wholeIn = (text: string, least: number, most: number): number | null => {
  const number = /^\s*\d+\s*$/.test(text) ? Number(text) : Number.NaN
  return number >= least && number <= most ? number : null
}

/**
 * Generates codes that nobody can guess, by a pattern, for a number of codes or for given names. The main process draws
 * them.
 */
export function GenerateSource() {
  const look = useCodeEdit((state) => state.look)
  const [pattern, setPattern] = useState('{code}')
  const [length, setLength] = useState('8')
  const [alphabet, setAlphabet] = useState<CodePattern['alphabet']>('letters-and-digits')
  const [how, setHow] = useState<'count' | 'names'>('count')
  const [count, setCount] = useState('30')
  const [tried, setTried] = useState(false)
  const [namesProblem, setNamesProblem] = useState<string | null>(null)
  const names = useRef<AreaText>(null)

  const characters = wholeIn(length, shortest, longest)
  const wanted = wholeIn(count, 1, mostCodesPerList)
  const shape = useMemo(
    () => (characters === null ? null : { pattern, length: characters, alphabet }),
    [pattern, characters, alphabet],
  )

  const generate = () => {
    setTried(true)
    const people = how === 'names' ? namesOfText(names.current?.text() ?? '') : []
    const problem = how === 'names' ? namesProblemOf(people) : null
    setNamesProblem(problem)
    if (shape === null || isTooLong(shape) || problem !== null || (how === 'count' && wanted === null)) return
    const number = how === 'count' ? (wanted ?? 1) : people.length
    if (number > mostOfPattern(shape)) return
    void look('generated', { generate: { pattern: shape, count: number, names: people } })
  }

  return (
    <>
      <div className={styles.pair}>
        <TextField
          label={t('accessCodes.edit.generate.pattern')}
          hint={t('accessCodes.edit.generate.patternHint')}
          value={pattern}
          onChange={setPattern}
          maxLength={longestCode}
          problem={
            shape !== null && isTooLong(shape) ? t('accessCodes.edit.generate.tooLong', { most: longestCode }) : null
          }
          mono
        />
        <TextField
          label={t('accessCodes.edit.generate.length')}
          value={length}
          onChange={setLength}
          inputMode="numeric"
          maxLength={3}
          problem={lengthProblem(shape, how === 'count' ? wanted : null, characters, tried)}
        />
      </div>
      <AlphabetChoice value={alphabet} onChange={setAlphabet} />
      <Examples shape={shape} />
      <div className={styles.group}>
        <Choice<'count' | 'names'>
          label={t('accessCodes.edit.generate.how')}
          value={how}
          onChange={setHow}
          options={[
            { value: 'count', words: t('accessCodes.edit.generate.byCount') },
            { value: 'names', words: t('accessCodes.edit.generate.byNames') },
          ]}
        />
        <div className={styles.count} hidden={how !== 'count'}>
          <TextField
            label={t('accessCodes.edit.generate.count')}
            value={count}
            onChange={setCount}
            inputMode="numeric"
            maxLength={6}
            problem={
              tried && wanted === null ? t('accessCodes.edit.generate.needCount', { most: mostCodesPerList }) : null
            }
          />
        </div>
        <div hidden={how !== 'names'}>
          <AreaField
            label={t('accessCodes.edit.generate.names')}
            hint={t('accessCodes.edit.generate.namesHint')}
            problem={namesProblem}
            area={names}
            look="names"
          />
        </div>
      </div>
      <SourceButtons onContinue={generate} />
    </>
  )
}

function namesProblemOf(names: readonly string[]): string | null {
  if (names.length === 0) return t('accessCodes.edit.generate.needNames')
  if (names.length <= mostCodesPerList) return null
  return t('accessCodes.edit.generate.tooManyNames', { most: mostCodesPerList, count: names.length })
}

function lengthProblem(
  shape: CodePattern | null,
  wanted: number | null,
  characters: number | null,
  tried: boolean,
): string | null {
  if (characters === null) return tried ? t('accessCodes.edit.generate.needLength') : null
  const possible = shape === null ? 0 : mostOfPattern(shape)
  return wanted !== null && wanted > possible ? t('accessCodes.edit.generate.tooFew', { possible }) : null
}

interface AlphabetChoiceProps {
  readonly value: CodePattern['alphabet']
  onChange(alphabet: CodePattern['alphabet']): void
}

function AlphabetChoice({ value, onChange }: AlphabetChoiceProps) {
  const id = useId()
  return (
    <div className={styles.group}>
      <span id={id} className={styles.label} aria-hidden>
        {t('accessCodes.edit.generate.alphabet')}
      </span>
      <Choice
        label={t('accessCodes.edit.generate.alphabet')}
        value={value}
        onChange={onChange}
        options={alphabetIds.map((alphabet) => ({
          value: alphabet,
          words: t(`accessCodes.edit.generate.alphabets.${alphabet}`),
        }))}
      />
      <p className={styles.hint}>{t(`accessCodes.edit.generate.alphabetHint.${value}`)}</p>
    </div>
  )
}

/** A few sample codes, drawn again whenever the pattern changes. */
function Examples({ shape }: { shape: CodePattern | null }) {
  const examples = useMemo(() => (shape === null ? [] : exampleCodes(shape, 3)), [shape])
  if (examples.length === 0) return null
  return (
    <div className={styles.examples}>
      <p className={styles.label}>{t('accessCodes.edit.generate.examples')}</p>
      <ul>
        {examples.map((example) => (
          <li key={example}>{example}</li>
        ))}
      </ul>
      <p className={styles.hint}>{t('accessCodes.edit.generate.examplesHint')}</p>
    </div>
  )
}

const placeholder = '{code}'

/** How many combinations there must be for each code, so that no code can be guessed from another. */
const combinationsPerCode = 10

/** Puts a random part into its pattern; without a `{code}` in the pattern it goes to the end. */
export const codeOf = (pattern: string, random: string): string =>
  (pattern.includes(placeholder) ? pattern : pattern + placeholder).split(placeholder).join(random).trim()

/** A few sample codes to judge the pattern by; the main process draws the real ones. */
export function exampleCodes({ pattern, length, alphabet }: CodePattern, count: number): readonly string[] {
  const letters = alphabets[alphabet]
  const draw = () =>
    [...crypto.getRandomValues(new Uint32Array(length))].map((number) => letters[number % letters.length]).join('')
  return Array.from({ length: count }, () => codeOf(pattern, draw()))
}

/** How many different codes a pattern can make. */
export const mostOfPattern = ({ length, alphabet }: CodePattern): number =>
  Math.floor(alphabets[alphabet].length ** length / combinationsPerCode)

/** Whether codes of the pattern would be longer than ClassMarker accepts. */
export const isTooLong = ({ pattern, length }: CodePattern): boolean =>
  [...codeOf(pattern, 'x'.repeat(length))].length > longestCode
