import type { LinkedCorrelation } from '../rule/correlation.ts'
import { EventCountWindow, ValueCountWindow } from './count-windows.ts'
import { ValueAverageWindow, ValuePercentileWindow, ValueSumWindow } from './number-windows.ts'
import { TemporalOrderedWindow, TemporalWindow } from './temporal-windows.ts'
import type { CorrelationWindow } from './window.ts'

const MEDIAN = 50

/** An empty window for one group. */
export function makeWindow(correlation: LinkedCorrelation): CorrelationWindow {
  const { type, timespan, condition } = correlation
  if (type === 'temporal' || condition.kind === 'rules') return type === 'temporal_ordered' ? new TemporalOrderedWindow(correlation) : new TemporalWindow(correlation)
  switch (type) {
    case 'temporal_ordered': return new TemporalOrderedWindow(correlation)
    case 'event_count': return new EventCountWindow(timespan, condition)
    case 'value_count': return new ValueCountWindow(timespan, condition)
    case 'value_sum': return new ValueSumWindow(timespan, condition)
    case 'value_avg': return new ValueAverageWindow(timespan, condition)
    case 'value_percentile': return new ValuePercentileWindow(timespan, condition, condition.percentile)
    case 'value_median': return new ValuePercentileWindow(timespan, condition, MEDIAN)
  }
}
