package io.tandem.pool;

import io.tandem.codec.Codec;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A packet's bytes as they are. */
final class PacketCodec implements Codec<Packet> {
    private static final long serialVersionUID = 1;

    static final PacketCodec INSTANCE = new PacketCodec();

    private PacketCodec() {}

    @Override
    public String type() {
        return "packet";
    }

    @Override
    public int encode(Packet value, MutableDirectBuffer target, int index) {
        target.putBytes(index, value.buffer(), 0, value.length());
        return value.length();
    }

    @Override
    public Packet decode(DirectBuffer source, int index, int length) {
        Packet packet = new Packet();
        packet.fill(source, index, length);
        return packet;
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
