"""What stored records say about known documents, and what a registry that grew says about them.

`stored_records` reads a folder, `propose` lists the documents that its records attest, and
`resolved_again` answers anew which known document each citation means, without reading a file again.
"""

from pipeline.extract.citations.registry import Registry, known_documents
from pipeline.registry.proposals import Proposal, as_toml, propose
from pipeline.registry.resolution import resolved_again
from pipeline.registry.stored import record_files, stored_record, stored_records

__all__ = [
    "Proposal",
    "Registry",
    "as_toml",
    "known_documents",
    "propose",
    "record_files",
    "resolved_again",
    "stored_record",
    "stored_records",
]
