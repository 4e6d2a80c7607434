import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'

/** What the server measures of itself, in OpenTelemetry's terms; names follow its semantic conventions where there are some. */
export interface Metrics {
  /** One answered request. `route` is the declared path, never the one asked: what attackers ask must not become series. */
  answered(route: string, method: string, status: number, seconds: number): void
  /** One request whose asker went away before it was answered; {@link answered} does not count it. */
  abandoned(route: string, method: string): void
  /** Sign-ins refused. */
  signInFailed(): void
  /** In the text format of Prometheus. */
  text(): Promise<string>
  close(): Promise<void>
}

export interface MetricsOptions {
  /** Where metrics are pushed; nowhere when it is absent. */
  readonly otlp?: { readonly url: string; readonly seconds: number } | undefined
  /** How many event streams are open. */
  openStreams(): number
}

/** Upper bounds in seconds: what is held to 50 and 100 ms must be told apart. */
const BUCKETS_S = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function startMetrics({ otlp, openStreams }: MetricsOptions): Metrics {
  const prometheus = new PrometheusExporter({ preventServerStart: true })
  const push = otlp === undefined ? [] : [new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: otlp.url }), exportIntervalMillis: otlp.seconds * 1_000, exportTimeoutMillis: Math.min(otlp.seconds * 1_000, 10_000),
  })]
  const provider = new MeterProvider({ readers: [prometheus, ...push] })
  const meter = provider.getMeter('noroshi')
  const duration = meter.createHistogram('http.server.request.duration', {
    unit: 's', description: 'Time until a request is answered', advice: { explicitBucketBoundaries: BUCKETS_S },
  })
  const left = meter.createCounter('noroshi.requests.abandoned', { description: 'Requests whose asker went away before they were answered' })
  const refused = meter.createCounter('noroshi.sign_in.failures', { description: 'Sign-ins refused' })
  meter.createObservableGauge('noroshi.streams', { description: 'Event streams that are open' }).addCallback(result => result.observe(openStreams()))
  meter.createObservableGauge('process.memory.usage', { unit: 'By', description: 'Resident memory of the server process' })
    .addCallback(result => result.observe(process.memoryUsage.rss()))
  meter.createObservableCounter('process.cpu.time', { unit: 's', description: 'Processor time of the server process' }).addCallback(result => {
    const { user, system } = process.cpuUsage()
    result.observe((user + system) / 1e6)
  })
  const serializer = new PrometheusSerializer()
  return {
    answered: (route, method, status, seconds) =>
      duration.record(seconds, { 'http.route': route, 'http.request.method': method, 'http.response.status_code': status }),
    abandoned: (route, method) => left.add(1, { 'http.route': route, 'http.request.method': method }),
    signInFailed: () => refused.add(1),
    text: async () => serializer.serialize((await prometheus.collect()).resourceMetrics),
    close: () => provider.shutdown(),
  }
}
