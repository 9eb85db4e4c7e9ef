import { LongText } from '../../components/LongText.tsx'
import { typedPart } from '../../format/certificate-words.ts'
import { classNames } from '../../styles/class-names.ts'
import styles from './MarkedSerial.module.css'

/** A serial with what was typed of it marked; unmarked where something else was typed. */
export function MarkedSerial({ serial, typed, large = false }: { serial: string; typed: string; large?: boolean }) {
  const parts = typedPart(serial, typed)
  return (
    <span className={classNames(styles.serial, large && styles.large)}>
      {parts === null ? (
        <LongText text={serial} />
      ) : (
        <>
          {parts[0]}
          <mark className={styles.mark}>{parts[1]}</mark>
          {parts[2]}
        </>
      )}
    </span>
  )
}
