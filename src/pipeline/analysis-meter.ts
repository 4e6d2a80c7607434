import type { EvidenceProgress } from './evidence-task.ts'

/** Totals so far. Every byte is read twice: once to know it, once to decode it. */
export interface AnalysisProgress {
  readonly bytes: number
  readonly bytesExpected: number
  readonly events: number
  readonly findings: number
}

/** Sums what the tasks of an analysis report, and how much there is to do. */
export class AnalysisMeter {
  readonly #report: (progress: AnalysisProgress) => void
  #total: AnalysisProgress = { bytes: 0, bytesExpected: 0, events: 0, findings: 0 }

  constructor(report: (progress: AnalysisProgress) => void) {
    this.#report = report
  }

  member(sizeHint: number): MemberMeter {
    return new MemberMeter(this, sizeHint)
  }

  /** Bytes that will be read twice. */
  expect(bytes: number): void {
    this.forget(-2 * bytes)
  }

  /** Bytes that will not be read again. */
  forget(bytes: number): void {
    this.#total = { ...this.#total, bytesExpected: this.#total.bytesExpected - bytes }
  }

  add({ bytes, events, findings }: EvidenceProgress): void {
    this.#total = {
      bytes: this.#total.bytes + bytes,
      bytesExpected: this.#total.bytesExpected,
      events: this.#total.events + events,
      findings: this.#total.findings + findings,
    }
    this.#report(this.#total)
  }
}

/** Of a member while it is read for the first time: how large it is unpacked is known only at its end. */
export class MemberMeter {
  readonly #analysis: AnalysisMeter
  #expected = 0
  #read = 0

  constructor(analysis: AnalysisMeter, sizeHint: number) {
    this.#analysis = analysis
    this.#expect(sizeHint)
  }

  add(progress: EvidenceProgress): void {
    this.#read += progress.bytes
    if (this.#read > this.#expected) this.#expect(this.#read)
    this.#analysis.add(progress)
  }

  end(bytes: number): void {
    this.#expect(bytes)
  }

  #expect(bytes: number): void {
    this.#analysis.expect(bytes - this.#expected)
    this.#expected = bytes
  }
}
