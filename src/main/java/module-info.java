/** Multiprocessing for the JVM. Users need {@code io.tandem} and the folders of the nouns; the rest is what these show. */
module io.tandem {
    requires jdk.unsupported; // the road to jdk.internal.misc where no flag opened it
    requires java.management; // the flags of this JVM
    requires java.compiler; // children of a source file that was launched
    requires static com.esotericsoftware.kryo; // objects that are neither texts nor numbers
    requires static org.objenesis; // comes with it
    requires static org.jnrproject.jffi; // sleeping in the kernel; without it, waiting is by looking again and again
    requires static chronicle.queue; // what lasts; only io.tandem.journal
    requires static chronicle.wire;
    requires static chronicle.bytes;
    requires static chronicle.core;
    requires static posix;
    requires transitive org.agrona;

    exports io.tandem;
    exports io.tandem.codec;
    exports io.tandem.file;
    exports io.tandem.journal;
    exports io.tandem.lane;
    exports io.tandem.manager;
    exports io.tandem.owner;
    exports io.tandem.pipe;
    exports io.tandem.pool;
    exports io.tandem.process;
    exports io.tandem.queue;
    exports io.tandem.spill;
    exports io.tandem.sync;
    exports io.tandem.value;
    exports io.tandem.wait;
}
