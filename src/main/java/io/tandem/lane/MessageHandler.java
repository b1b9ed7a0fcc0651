package io.tandem.lane;

import org.agrona.DirectBuffer;

/** What a consumer does with each message. The bytes may be read during the call only. */
@FunctionalInterface
public interface MessageHandler {
    void onMessage(int type, DirectBuffer buffer, int index, int length);
}
