package io.tandem.owner;

import java.io.Serializable;

/**
 * Marks what shared things are made of on their way to another process: their paths, their codecs. Every codec lets it
 * pass, so that shared things may be sent through queues and pipes.
 */
public interface Travels extends Serializable {}
