package io.tandem.versus;

import io.aeron.Aeron;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.UnsafeBuffer;

/** Aeron over shared memory: the driver is embedded in the receiver and invoked by its polling thread. */
final class AeronLink {
    static final int TERM_BYTES = 64 << 20;
    static final int MTU = 65_504;

    private static final String CHANNEL = "aeron:ipc?term-length=" + TERM_BYTES;
    /** Its JVMs are stopped most of the time, and not dead. */
    private static final long PATIENCE_NANOS = 900_000_000_000L;

    private static final int LONE_POLLS_PER_INVOCATION = 1024;

    /** In the receiver's JVM only. */
    private static AgentInvoker driver;

    private static Aeron aeron;

    private AeronLink() {}

    private static Aeron aeron(Place place, boolean withDriver) {
        if (aeron == null) {
            String directory = place.directory().resolve("aeron").toString();
            Aeron.Context context = new Aeron.Context()
                    .aeronDirectoryName(directory)
                    .driverTimeoutMs(PATIENCE_NANOS / 1_000_000)
                    .keepAliveIntervalNs(PATIENCE_NANOS / 100);
            if (withDriver) {
                MediaDriver media = MediaDriver.launch(new MediaDriver.Context()
                        .aeronDirectoryName(directory)
                        .threadingMode(ThreadingMode.INVOKER)
                        .termBufferSparseFile(false)
                        .ipcMtuLength(MTU)
                        .clientLivenessTimeoutNs(PATIENCE_NANOS)
                        .publicationUnblockTimeoutNs(2 * PATIENCE_NANOS)
                        .imageLivenessTimeoutNs(PATIENCE_NANOS)
                        .warnIfDirectoryExists(false));
                driver = media.sharedAgentInvoker();
                context.driverAgentInvoker(driver).useConductorAgentInvoker(true);
            }
            aeron = Aeron.connect(context);
        }
        return aeron;
    }

    private static void invoke() {
        if (driver != null) {
            driver.invoke();
            aeron.conductorAgentInvoker().invoke();
        }
    }

    private static int stream(Place place) {
        return place.channel().charAt(0);
    }

    static Receiver receiver(Place place, Sink sink) {
        Subscription subscription = aeron(place, place.channel().equals("a")).addSubscription(CHANNEL, stream(place));
        FragmentHandler handler = (buffer, index, length, header) -> sink.accept(buffer, index, length);
        FragmentHandler assembler = new FragmentAssembler(handler);
        boolean whole = place.size() <= MTU - 32;
        return new Receiver() {
            private int polls;

            @Override
            public int poll() {
                if (!place.lone() || ++polls % LONE_POLLS_PER_INVOCATION == 0) {
                    invoke();
                }
                long before = sink.last();
                int fragments = subscription.poll(whole ? handler : assembler, LIMIT);
                return whole || fragments == 0 ? fragments : (int) (sink.last() - before);
            }
        };
    }

    static Sender sender(Place place) {
        Publication publication = aeron(place, false).addExclusivePublication(CHANNEL, stream(place));
        int size = place.size();
        if (size > publication.maxPayloadLength()) {
            UnsafeBuffer buffer = new UnsafeBuffer(new byte[size]);
            return sequence -> {
                Payload.fill(buffer, 0, size, sequence);
                return publication.offer(buffer) >= 0 || refused();
            };
        }
        BufferClaim claim = new BufferClaim();
        return sequence -> {
            if (publication.tryClaim(size, claim) < 0) {
                return refused();
            }
            Payload.fill(claim.buffer(), claim.offset(), size, sequence);
            claim.commit();
            return true;
        };
    }

    private static boolean refused() {
        invoke();
        return false;
    }
}
