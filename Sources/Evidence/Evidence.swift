// Evidence: what a third party can check without our program: the Merkle root of a closed month and
// the pack of documents behind a dispute.
