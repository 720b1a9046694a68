package io.coppice.node.membership;

import io.coppice.contract.endpoint.Service;
import io.coppice.contract.word.NodeName;
import io.coppice.documents.member.ClusterMember;
import io.coppice.node.certificate.Authority;
import io.coppice.node.certificate.Fingerprint;
import io.coppice.node.certificate.LinkCertificate;
import io.coppice.servicekit.reconcile.Reconciler;
import io.coppice.servicekit.truth.StoreUnavailable;
import io.coppice.servicekit.truth.Truth;
import io.coppice.store.Change;
import io.coppice.store.Image;
import io.coppice.store.seal.Sealer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this node's certificate of links signed by the cluster's present authority, for the key that it has. Other nodes know
 * it by its fingerprint, so it is listed as the next one first, and shown when every other member takes it. One that has been
 * out of reach for ten minutes is not waited for: when it is back it knows this node by its key, until it has the list.
 */
public final class LinkRenewal implements Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(LinkRenewal.class);
    private final NodePlace place;
    private final Sealer sealer;
    private final OtherMembers others;
    private final Runnable showAnew;
    private final InstantSource clock;

    /** @param showAnew has links and the cluster port show the certificate that lies there now */
    public LinkRenewal(NodePlace place, Sealer sealer, OtherMembers others, Runnable showAnew, InstantSource clock) {
        this.place = place;
        this.sealer = sealer;
        this.others = others;
        this.showAnew = showAnew;
        this.clock = clock;
    }

    @Override
    public void reconcile() throws Exception {
        Image image = place.store().image();
        Optional<ClusterMember> own =
                ClusterTruth.member(image, place.here()).filter(m -> m.member().equals(place.member()));
        if (own.isEmpty() || image.find(ClusterTruth.AUTHORITY).isEmpty()) {
            return;
        }
        Authority authority = ClusterTruth.authority(image, sealer);
        LinkCertificate link = place.linkCertificate();
        String shown = Files.readString(link.certificate());
        String key = Fingerprint.ofKeyPem(shown);
        if (!own.get().shown().key().equals(Optional.of(key))) {
            put(image, own.get(), own.get().withKey(key));
            return;
        }
        if (authority.signed(shown)) {
            settle(image, own.get(), Fingerprint.ofPem(shown));
            return;
        }
        String next = prepared(link, authority, own.get());
        String print = Fingerprint.ofPem(next);
        if (!own.get().next().equals(Optional.of(print))) {
            put(image, own.get(), own.get().withNext(print));
        }
        if (others.allKnow(print)) {
            link.takePrepared();
            showAnew.run();
            LOG.info("links show a certificate that the cluster's present authority has signed");
            Image now = place.store().image();
            Optional<ClusterMember> listed = ClusterTruth.member(now, place.here());
            if (listed.isPresent()) {
                settle(now, listed.get(), print);
            }
        }
    }

    private String prepared(LinkCertificate link, Authority authority, ClusterMember own) throws IOException {
        Optional<String> kept = link.prepared().filter(authority::signed);
        if (kept.isPresent()) {
            return kept.get();
        }
        NodeName here = place.here();
        String fresh = authority.sign(link.request(here), here, clock.instant());
        link.prepare(fresh);
        return fresh;
    }

    /** From now on no other certificate is this node's. */
    private void settle(Image image, ClusterMember own, String print) throws StoreUnavailable {
        if (own.shows(print) && own.next().isPresent()) {
            put(image, own, own.showing(print));
        }
    }

    private void put(Image image, ClusterMember own, ClusterMember changed) throws StoreUnavailable {
        Truth.submit(
                place.store(),
                Change.by(Service.NODE, "system:node@" + place.here())
                        .unchanged(image.find(own.path()).orElseThrow())
                        .put(own.path(), changed.text())
                        .build());
    }
}
