package io.tandem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tandem.file.FileSpec;
import io.tandem.file.Kind;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
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
            ParticipantsLayout.PID_AT 128
            ParticipantsLayout.PID_NAMESPACE_AT 136
            ParticipantsLayout.START_TICKS_AT 144
            ParticipantsLayout.BOOT_AT 152
            ParticipantsLayout.FREE 0
            ParticipantsLayout.LIVE 1
            ParticipantsLayout.EXITING 2
            ParticipantsLayout.DEAD 3
            ParticipantsLayout.SLOT_BITS 12
            ParticipantsLayout.KIND participants 10f347b90596bfc6 256 256000
            ParticipantsLayout.SPEC participants 10f347b90596bfc6 256 256000 count 1024
            PipeLayout.END_BYTES 256
            PipeLayout.CLOSED_AT 128
            PipeLayout.SIMPLEX_AT 512
            PipeLayout.BODY_BYTES 640
            PipeLayout.MESSAGE 1
            PipeLayout.NULL_MESSAGE 2
            PipeLayout.STREAM_PIECE 3
            PipeLayout.STREAM_END 4
            PipeLayout.STREAM_CUT 5
            PipeLayout.KIND pipe 2a595c66c3e470d9 640 640
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
            QueueLayout.LANES_AT 1536
            QueueLayout.READY_AT 8
            QueueLayout.KIND queue a3e85b7c3946caf8 1664 129536
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
            ValueLayout.COPIES_AT 256
            ValueLayout.LENGTH_BYTES 128
            ValueLayout.NULL -1
            ValueLayout.LARGEST_CAPACITY 536870144
            ValueLayout.KIND value 432490ffbeacf0f0 768 2560
            """;

    @Test
    void theFormatIsTheOneOfItsVersion() throws ReflectiveOperationException {
        List<String> lines = new ArrayList<>();
        for (Path file : Sources.all()) {
            String name = file.getFileName().toString().replace(".java", "");
            if (name.endsWith("Layout")) {
                Class<?> layout = Class.forName("io.tandem." + Sources.folder(file) + "." + name);
                for (Field field : layout.getDeclaredFields()) {
                    field.setAccessible(true);
                    if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                        String value = describe(field.get(null));
                        if (value != null) {
                            lines.add(name + "." + field.getName() + " " + value);
                        }
                    }
                }
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
