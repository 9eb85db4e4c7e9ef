import { type AttemptAnswers, isSameVersion, type QuestionVersion } from '../../shared/model/answers.ts'
import { packAttempt, versionToStore } from '../store/api.ts'

type StoredVersion = ReturnType<typeof versionToStore>

/**
 * The versions of questions that an import meets. An archive has the same few in each of 10,000 attempts, so they are
 * compared before they are digested.
 */
export class VersionBook {
  readonly #known = new Map<string, { version: QuestionVersion; stored: StoredVersion }[]>()

  /** Versions for one part of an import, numbered in the order in which they are met. */
  forPart() {
    const places = new Map<StoredVersion, number>()
    const placeOf = (version: QuestionVersion): number => {
      const stored = this.#stored(version)
      const place = places.get(stored) ?? places.size
      places.set(stored, place)
      return place
    }
    return {
      pack: (answers: AttemptAnswers) => packAttempt(answers, placeOf),
      versions: (): StoredVersion[] => [...places.keys()],
    }
  }

  #stored(version: QuestionVersion): StoredVersion {
    const known = this.#known.get(version.questionId) ?? []
    const found = known.find((each) => isSameVersion(each.version, version))
    if (found !== undefined) return found.stored
    const stored = versionToStore(version)
    this.#known.set(version.questionId, [...known, { version, stored }])
    return stored
  }
}
