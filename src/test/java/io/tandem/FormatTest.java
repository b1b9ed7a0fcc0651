package io.tandem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatTest {
    private static final String FORMAT = """
            FileLayout.MAGIC 1876326820262859913
            FileLayout.BYTE_ORDER 16909060
            FileLayout.VERSION 1
            FileLayout.MAGIC_AT 0
            FileLayout.BYTE_ORDER_AT 8
            FileLayout.VERSION_AT 12
            FileLayout.KIND_AT 16
            FileLayout.KIND_BYTES 16
            FileLayout.LAYOUT_AT 32
            FileLayout.FILE_SIZE_AT 40
            FileLayout.BODY_SIZE_AT 48
            FileLayout.COUNT_AT 56
            FileLayout.UUID_AT 64
            FileLayout.BOOT_ID_AT 80
            FileLayout.TYPE_LENGTH_AT 96
            FileLayout.TYPE_AT 100
            FileLayout.TYPE_BYTES 400
            FileLayout.CHECKSUM_AT 508
            FileLayout.HEADER_BYTES 512
            FileLayout.DESTROYED_AT 512
            FileLayout.BODY_AT 1024
            FileLayout.HOT 128
            FileLayout.SEGMENT_SHIFT 30
            FileLayout.SEGMENT_BYTES 1073741824
            AreaLayout.DRAINED_AT 0
            AreaLayout.DATA_AT 128
            AreaLayout.KIND area 254b5b71a79f84c1 129 1128
            AreaLayout.HEADER_BYTES 8
            AreaLayout.TYPE_SHIFT 56
            AreaLayout.LAST_TYPE 126
            IndexLayout.HEAD_AT 0
            IndexLayout.CAPACITY_AT 128
            IndexLayout.SLOTS_AT 256
            IndexLayout.KIND index 5f21356ca20b13c1 264 8256
            IndexLayout.LARGEST_CAPACITY 1048576
            IndexLayout.LEAST_SLOTS 1024
            IndexLayout.MOST_SLOTS 2097152
            IndexLayout.PLACE_BITS 24
            IndexLayout.PLACE_MASK 16777215
            IndexLayout.LANE_MASK 1023
            IndexLayout.REFERENCE_BIT 17179869184
            IndexLayout.END_SHIFT 35
            IndexLayout.END_BIT 34359738368
            IndexLayout.LAP_SHIFT 36
            IndexLayout.NEVER_IN_HEAD -4611686018427387904
            JournalLayout.APPENDED_AT 0
            JournalLayout.APPENDER_AT 128
            JournalLayout.CYCLE_AT 136
            JournalLayout.ROOM_AT 144
            JournalLayout.END_AT 152
            JournalLayout.SHUTDOWN_AT 256
            JournalLayout.BELL_AT 384
            JournalLayout.ROLL_AT 512
            JournalLayout.KEEP_FILES_AT 516
            JournalLayout.KEEP_FOR_AT 520
            JournalLayout.BLOCK_AT 528
            JournalLayout.KIND journal fdaac4e59aa45424 640 640
            ReaderLayout.NEXT_AT 0
            ReaderLayout.LAST_INDEX_AT 8
            ReaderLayout.HEAD_AT 128
            ReaderLayout.TURN_AT 256
            ReaderLayout.RETURNED_AT 384
            ReaderLayout.WORDS_AT 512
            ReaderLayout.WORD_BYTES 16
            ReaderLayout.INDEX_AT 8
            ReaderLayout.SLOTS 4096
            ReaderLayout.KIND reader b88d16415d646184 528 16512
            ReaderLayout.SPEC reader b88d16415d646184 528 16512 count 4096
            ReaderLayout.DONE 1
            ReaderLayout.READY 2
            ReaderLayout.LEASED 3
            ReaderLayout.MOST_DELIVERIES 63
            ReaderLayout.OWNER_SHIFT 6
            ReaderLayout.STATE_SHIFT 38
            ReaderLayout.LAP_SHIFT 40
            ReaderLayout.LAP_MASK 16777215
            LaneLayout.HEAD_AT 0
            LaneLayout.MARK_AT 128
            LaneLayout.DATA_AT 256
            LaneLayout.KIND lane d3e7a370e544489e 257 1256
            LaneLayout.HEADER_BYTES 8
            LaneLayout.ALIGNMENT 8
            LaneLayout.NUMBER_SHIFT 32
            LaneLayout.NUMBER_MASK 16777215
            LaneLayout.TYPE_SHIFT 56
            LaneLayout.NEVER_IN_HEAD -4611686018427387897
            LaneLayout.PAD 127
            LaneLayout.LEAST_CAPACITY 4096
            LaneLayout.LARGEST_CAPACITY 134217728
            LeaseLayout.HEAD_AT 0
            LeaseLayout.DESCRIPTORS_AT 128
            LeaseLayout.DESCRIPTOR_BYTES 16
            LeaseLayout.WHERE_AT 8
            LeaseLayout.LEAST_DESCRIPTORS 64
            LeaseLayout.BYTES_PER_DESCRIPTOR 64
            LeaseLayout.KIND leased 9ed79a6cce5237de 1153 2152
            LeaseLayout.DONE 0
            LeaseLayout.READY 1
            LeaseLayout.LEASED 2
            LeaseLayout.NONE 3
            LeaseLayout.MOST_DELIVERIES 63
            LeaseLayout.OWNER_SHIFT 6
            LeaseLayout.STATE_SHIFT 38
            LeaseLayout.LAP_SHIFT 40
            LeaseLayout.END 824633720832
            LeaseLayout.PASSED 824633720833
            LeaseLayout.ALIGNMENT 8
            LeaseLayout.PLACE_BITS 24
            LeaseLayout.LENGTH_BITS 28
            LeaseLayout.TYPE_SHIFT 52
            LeaseLayout.LARGEST_TYPE 126
            LeaseLayout.NEVER_IN_HEAD -4611686018427387904
            ParticipantsLayout.SLOTS 1024
            ParticipantsLayout.SLOT_BYTES 256
            ParticipantsLayout.WORD_AT 0
            ParticipantsLayout.RINGS_AT 8
            ParticipantsLayout.PID_AT 128
            ParticipantsLayout.PID_NAMESPACE_AT 136
            ParticipantsLayout.START_TICKS_AT 144
            ParticipantsLayout.BOOT_AT 152
            ParticipantsLayout.HIGHEST_AT 160
            ParticipantsLayout.FREE 0
            ParticipantsLayout.LIVE 1
            ParticipantsLayout.EXITING 2
            ParticipantsLayout.DEAD 3
            ParticipantsLayout.SLOT_BITS 12
            ParticipantsLayout.KIND participants eeb8d64067c2a21c 256 256000
            ParticipantsLayout.SPEC participants eeb8d64067c2a21c 256 256000 count 1024
            PipeLayout.END_BYTES 512
            PipeLayout.CLOSED_AT 128
            PipeLayout.RECEIVER_AT 256
            PipeLayout.SENDER_AT 384
            PipeLayout.SIMPLEX_AT 1024
            PipeLayout.BODY_BYTES 1152
            PipeLayout.MESSAGE 1
            PipeLayout.NULL_MESSAGE 2
            PipeLayout.STREAM_PIECE 3
            PipeLayout.STREAM_END 4
            PipeLayout.STREAM_CUT 5
            PipeLayout.KIND pipe a5f65b670b3f9739 1152 1152
            PipeLayout.CLOSED 1
            PipeLayout.LOST 2
            PoolLayout.MOST_WORKERS 1024
            PoolLayout.CLIENTS 64
            PoolLayout.SLOTS 1024
            PoolLayout.STATE_AT 0
            PoolLayout.OWNER_AT 8
            PoolLayout.GRACE_AT 16
            PoolLayout.TIMEOUT_AT 24
            PoolLayout.RETRIES_AT 32
            PoolLayout.BROKEN_AT 36
            PoolLayout.TASKS_BELL_AT 128
            PoolLayout.KEEPER_BELL_AT 256
            PoolLayout.WORKERS_AT 384
            PoolLayout.WORKER_BYTES 128
            PoolLayout.LIFE_AT 0
            PoolLayout.WORKER_BELL_AT 4
            PoolLayout.PID_AT 8
            PoolLayout.CLIENT_BYTES 256
            PoolLayout.CLIENT_OWNER_AT 0
            PoolLayout.OPEN_AT 8
            PoolLayout.CLIENT_BELL_AT 128
            PoolLayout.OPEN 0
            PoolLayout.SHUT 1
            PoolLayout.STOPPED 2
            PoolLayout.ENDED 3
            PoolLayout.STARTING 0
            PoolLayout.READY 1
            PoolLayout.LEAVING 2
            PoolLayout.FREE 0
            PoolLayout.QUEUED 1
            PoolLayout.RUNNING 2
            PoolLayout.INTERRUPTED 3
            PoolLayout.KILLED 4
            PoolLayout.WORKER_SHIFT 16
            PoolLayout.GENERATION_SHIFT 32
            PoolLayout.MASK 65535
            PoolLayout.KIND pool a4df2c8b69dd8890 541184 669056
            QueueLayout.SHUTDOWN_AT 0
            QueueLayout.USED_AT 128
            QueueLayout.READER_AT 256
            QueueLayout.CAPACITY_AT 384
            QueueLayout.EXCLUSIVE_AT 388
            QueueLayout.BOUND_AT 392
            QueueLayout.LEASED_AT 396
            QueueLayout.DELIVERIES_AT 400
            QueueLayout.SPILL_AT 512
            QueueLayout.SPILL_PATH_AT 516
            QueueLayout.SPILL_BYTES 1000
            QueueLayout.TAKERS_AT 1536
            QueueLayout.PUTTERS_AT 1664
            QueueLayout.JOINERS_AT 1792
            QueueLayout.LANES_AT 1920
            QueueLayout.READY_AT 8
            QueueLayout.KIND queue 5754325bf9051337 2048 129920
            BarrierLayout.STATE_AT 0
            BarrierLayout.BREACH_AT 8
            BarrierLayout.ACTION_AT 16
            BarrierLayout.SINCE_AT 24
            BarrierLayout.BELL_AT 128
            BarrierLayout.ENTRIES_AT 256
            BarrierLayout.MOST_PARTIES 1023
            BarrierLayout.OPEN 0
            BarrierLayout.ACTION 1
            BarrierLayout.BROKEN 2
            BarrierLayout.RUNNER_BITS 10
            BarrierLayout.MODE_BITS 2
            BarrierLayout.HISTORY_BITS 24
            BarrierLayout.PHASE_BITS 28
            BarrierLayout.HISTORY_SHIFT 12
            BarrierLayout.PHASE_SHIFT 36
            BarrierLayout.FIRST_PHASE 1
            BarrierLayout.KIND barrier aa68c80bef0f0012 264 8256
            ConditionLayout.TICKETS_AT 0
            ConditionLayout.USED_AT 4
            ConditionLayout.LOCK_AT 8
            ConditionLayout.ENTRIES_AT 128
            ConditionLayout.ENTRY_BYTES 16
            ConditionLayout.BELL_AT 8
            ConditionLayout.ENTRIES 1024
            ConditionLayout.KIND condition c89fdc08081f72c7 16512 16512
            ConditionLayout.EMPTY 0
            ConditionLayout.WAITING 1
            ConditionLayout.SIGNALED 2
            ConditionLayout.NOBODY -1
            ConditionLayout.STATE_SHIFT 32
            ConditionLayout.TICKET_SHIFT 34
            ConditionLayout.TICKET_BITS 28
            EventLayout.STATE_AT 0
            EventLayout.AUTO_AT 8
            EventLayout.BELL_AT 128
            EventLayout.KIND event a8a936c0c4a42568 256 256
            EventLayout.SPEC event a8a936c0c4a42568 256 256 count 1
            EventLayout.SET 1
            EventLayout.ONE_MORE 2
            LatchLayout.COUNT_AT 0
            LatchLayout.BELL_AT 128
            LatchLayout.KIND latch f4ecc6b87b01c38 256 256
            LockLayout.WORD_AT 0
            LockLayout.HOLDS_AT 8
            LockLayout.THREAD_AT 16
            LockLayout.NOTICED_HOLD_AT 24
            LockLayout.NOTICED_AT 32
            LockLayout.BELL_AT 128
            LockLayout.FAIR_AT 256
            LockLayout.STRICT_AT 260
            LockLayout.LINE_AT 384
            LockLayout.TICKETS_AT 392
            LockLayout.PLACES_AT 512
            LockLayout.PLACES 64
            LockLayout.LOCK lock 1330023ad9289a42 1024 1024
            LockLayout.REENTRANT rlock 1330023ad9289a42 1024 1024
            LockLayout.HELD 4294967296
            LockLayout.DIRTY 8589934592
            SemaphoreLayout.BOUNDED_AT 0
            SemaphoreLayout.SIGNALLING_AT 4
            SemaphoreLayout.RECOVERED_AT 8
            SemaphoreLayout.COUNTER_AT 128
            SemaphoreLayout.BELL_AT 256
            SemaphoreLayout.PERMITS_AT 384
            SemaphoreLayout.MOST_PERMITS 4096
            SemaphoreLayout.FREE 0
            SemaphoreLayout.GONE -1
            SemaphoreLayout.KIND semaphore 771969ac0eb86fcd 392 8384
            ArrayLayout.BYTES byte[] deb78119d30bff79 1 1000
            ArrayLayout.INTS int[] deb78419d30c0492 4 4000
            ArrayLayout.LONGS long[] deb78819d30c0b5e 8 8000
            ArrayLayout.FLOATS float[] 587eb5f366aad7d1 4 4000
            ArrayLayout.DOUBLES double[] 587eb1f366aad105 8 8000
            CellLayout.VALUE_AT 0
            CellLayout.BODY_BYTES 128
            CellLayout.LONG long 1e0e5276262298d8 128 128000 count 1
            CellLayout.INT int 1e0e4e762622920c 128 128000 count 1
            CellLayout.DOUBLE double 587eb1f366aad105 128 128000 count 1
            CellLayout.BOOLEAN boolean 542fb65a913aa251 128 128000 count 1
            ValueLayout.VERSION_AT 0
            ValueLayout.WRITER_AT 128
            ValueLayout.BELL_AT 136
            ValueLayout.COPIES_AT 256
            ValueLayout.LENGTH_BYTES 128
            ValueLayout.NULL -1
            ValueLayout.LARGEST_CAPACITY 536870144
            ValueLayout.KIND value dc12b4540e787f51 768 2560
            """;

    @Test
    void theFormatIsTheOneOfItsVersion() throws ReflectiveOperationException {
        List<String> lines = new ArrayList<>();
        for (Field field : Sources.layoutFields()) {
            String value = describe(field.get(null));
            if (value != null) {
                lines.add(field.getDeclaringClass().getSimpleName() + "." + field.getName() + " " + value);
            }
        }
        assertEquals(
                FORMAT,
                String.join("\n", lines) + "\n",
                "the bytes of shared files changed: raise the format version, FileLayout.VERSION, and pin them here");
    }

    private static String describe(Object constant) {
        if (constant instanceof FileSpec spec) {
            return describe(spec.kind()) + " count " + spec.count();
        }
        if (constant instanceof Kind kind) {
            return kind.name() + " " + Long.toHexString(kind.layoutHash()) + " "
                    + kind.bodySize().applyAsLong(1) + " " + kind.bodySize().applyAsLong(1000);
        }
        return constant instanceof Number number ? Long.toString(number.longValue()) : null;
    }
}
