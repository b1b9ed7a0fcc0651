package io.tandem.versus;

/** A contestant with so many senders. */
record Entrant(Contestant contestant, int senders) implements Comparable<Entrant> {
    private static final String SENDERS = "-[1-9]";

    /** From {@code queue}, {@code pipe-32}, or {@code queue-2} for two senders. */
    static Entrant of(String key) {
        for (Contestant each : Contestant.values()) {
            if (each.key().equals(key)) {
                return new Entrant(each, 1);
            }
            if (each.scales()
                    && key.startsWith(each.key())
                    && key.substring(each.key().length()).matches(SENDERS)) {
                int senders = key.charAt(key.length() - 1) - '0';
                if (senders <= Contestant.MOST_SENDERS) {
                    return new Entrant(each, senders);
                }
            }
        }
        throw new IllegalArgumentException("nobody here is called " + key);
    }

    String key() {
        return senders == 1 ? contestant.key() : contestant.key() + "-" + senders;
    }

    String title() {
        return senders == 1 ? contestant.title : contestant.title + " " + senders + "p";
    }

    @Override
    public int compareTo(Entrant other) {
        int order = contestant.compareTo(other.contestant);
        return order != 0 ? order : Integer.compare(senders, other.senders);
    }
}
